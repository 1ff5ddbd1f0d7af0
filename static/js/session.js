/* The update after a session by the keyboard. Without this file every button still does its work. */
(() => {
  "use strict";
  const rowOf = (element) => element.closest?.("li.reviewrow");
  function field(row) {
    return row?.querySelector("textarea");
  }
  function nextOpen(row) {
    for (let next = row?.nextElementSibling; next; next = next.nextElementSibling) {
      if (!next.classList.contains("done")) return next;
    }
    return null;
  }
  function go(row) {
    field(row)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }
  document.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || event.ctrlKey || event.metaKey) return;
    if (event.altKey && event.code === "KeyN") {
      event.preventDefault();
      row.querySelector("button[name=unchanged]")?.click();
      return;
    }
    // From an untouched field forward to the next row; backwards, and once something is typed, every button is reached.
    const next = nextOpen(row);
    if (event.key === "Tab" && !event.shiftKey && !event.altKey && event.target === field(row) && !event.target.value.trim() && next) {
      event.preventDefault();
      go(next);
    }
  });
  document.addEventListener("review-saved", (event) => {
    const row = document.getElementById(`r-${event.detail.key}`);
    if (!event.detail.forward) return go(row);
    const next = nextOpen(row) || document.querySelector("li.reviewrow:not(.done)");
    if (next) return go(next);
    const end = document.getElementById("review-end");
    end.focus({ preventScroll: true });
    end.scrollIntoView({ block: "center" });
  });
})();
