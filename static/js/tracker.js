/* What every page does beyond plain HTML: a fresh token for each form, keys, the rail. Nothing works only here. */
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  // The token in the cookie is the newest one: a sign-in in another tab changes it.
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1];
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector?.("input[name=csrfmiddlewaretoken]");
    if (field && token()) field.value = token();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get" && token()) {
      event.detail.parameters.csrfmiddlewaretoken = token();
      event.detail.headers["X-CSRFToken"] = token();
    }
  });

  // "/" goes to the search box; in the matrix the arrows and j, k go from row to row, and e edits.
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
  const rows = () => [...document.querySelectorAll("tr.item[id]")];
  const rowInHand = () => document.activeElement.closest("tr.item[id]") || document.querySelector("tr.item:target");
  const keys = {
    "/": () => document.querySelector(".masthead input[type=search]"),
    j: () => step(1), ArrowDown: () => step(1),
    k: () => step(-1), ArrowUp: () => step(-1),
  };
  function step(by) {
    const here = rowInHand(), all = rows();
    return here && all[all.indexOf(here) + by];
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "e" && rowInHand()) {
      event.preventDefault();
      rowInHand().querySelector("a.edit")?.click();
      return;
    }
    const goal = keys[event.key]?.();
    if (!goal) return;
    event.preventDefault();
    goal.focus();
    goal.scrollIntoView({ block: "nearest" });
  });

  // Tab reaches one row of the matrix; the keys above reach the others.
  function oneStop() {
    const all = rows();
    if (all.length && !all.some((row) => row.tabIndex === 0)) all[0].tabIndex = 0;
  }
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr.item[id]");
    if (!row) return;
    for (const other of rows()) other.tabIndex = other === row ? 0 : -1;
  });

  // The rail marks the section that is read.
  let watcher;
  function watchSections() {
    watcher?.disconnect();
    watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of document.querySelectorAll(".rail a")) {
          if (link.hash === `#${entry.target.id}`) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      }
    }, { rootMargin: "-10% 0px -80% 0px" });
    for (const section of document.querySelectorAll("section.sheet[id]")) watcher.observe(section);
  }

  // A menu closes when something else is chosen.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  const ready = () => { oneStop(); watchSections(); };
  document.addEventListener("DOMContentLoaded", ready);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "programme" || event.detail.target?.id === "programme") ready();
  });
})();
