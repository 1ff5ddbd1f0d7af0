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
  // Single keys can be switched off, for who speaks to the machine or hits them by mistake: on this device.
  const root = document.documentElement;
  try { if (localStorage.getItem("tracker-keys") === "off") root.dataset.keys = "off"; } catch { /* they stay on */ }
  function switchKeys(on) {
    if (on) delete root.dataset.keys; else root.dataset.keys = "off";
    try { localStorage.setItem("tracker-keys", on ? "on" : "off"); } catch { /* for this page alone */ }
  }
  function showKeys() {
    const box = document.getElementById("keys");
    document.getElementById("keys-on").checked = root.dataset.keys !== "off";
    if (!box.open) box.showModal();
  }
  document.addEventListener("click", (event) => { if (event.target.closest("button[data-keys]")) showKeys(); });
  document.addEventListener("change", (event) => { if (event.target.id === "keys-on") switchKeys(event.target.checked); });

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
    if (event.key === "Escape" && closeMenus(document.activeElement)) return event.preventDefault();
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key.length === 1 && root.dataset.keys === "off") return;
    if (event.key === "?") { event.preventDefault(); return showKeys(); }
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

  // A menu closes when something else is chosen, and by Escape: then the focus goes back to what opened it.
  function closeMenus(focused) {
    const open = [...document.querySelectorAll("details.menu[open]")];
    for (const menu of open) {
      menu.open = false;
      if (menu.contains(focused)) menu.querySelector("summary").focus();
    }
    return open.length > 0;
  }
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Filters that were unfolded stay so when the page is drawn anew.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.querySelector?.("form.filters > details[open]")) {
      event.detail.serverResponse = event.detail.serverResponse.replace('<details class="fold"', '<details open class="fold"');
    }
  });

  const ready = () => { oneStop(); watchSections(); };
  document.addEventListener("DOMContentLoaded", ready);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "programme" || event.detail.target?.id === "programme") ready();
  });
})();
