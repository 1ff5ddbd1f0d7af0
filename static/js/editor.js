/* Editing a row in place. Without this file the same form is a page of its own.
   What is typed is kept on this device until it is saved or thrown away. */
(() => {
  "use strict";
  const forms = () => [...document.querySelectorAll("form[data-draft]")];
  const form = () => document.querySelector("form[data-draft]");
  const place = (of) => `tracker-draft:${of.dataset.draft}`;
  const fields = (of) => [...of.elements].filter((item) => item.name && !["csrfmiddlewaretoken", "view"].includes(item.name));

  /* --- the panel under the row ----------------------------------------------------------------------------- */
  // The cells of the topic and of the task that stand beside the row grow by one row for it, and shrink again.
  function cellsBeside(row) {
    const body = row.parentElement, beside = [body.querySelector("th[scope=rowgroup]")];
    for (let at = row; at; at = at.previousElementSibling) {
      const task = at.querySelector(":scope > td.task");
      if (task) { beside.push(task); break; }
    }
    return beside.filter(Boolean);
  }
  function open(row, address) {
    if (row.nextElementSibling?.classList.contains("editrow")) return focusFirst();
    close();
    const panel = document.createElement("tr"), cell = document.createElement("td");
    panel.className = "editrow";
    cell.className = "editor";
    cell.colSpan = row.querySelectorAll(":scope > td:not(.merged)").length; // a view may leave columns out
    panel.append(cell);
    cell.innerHTML = '<div class="savemessage" id="editor-message" aria-live="assertive"></div>'; // for an answer that is no form
    for (const beside of cellsBeside(row)) beside.rowSpan += 1;
    row.after(panel);
    row.querySelector("a.edit").setAttribute("aria-expanded", "true");
    htmx.ajax("GET", address, { target: cell, swap: "innerHTML", source: row.querySelector("a.edit") })
      .catch(() => { /* said by the events below */ });
  }
  function close() {
    const panel = document.querySelector("tr.editrow");
    if (!panel) return null;
    const row = panel.previousElementSibling;
    for (const beside of cellsBeside(row)) beside.rowSpan -= 1;
    panel.remove();
    row.querySelector("a.edit").removeAttribute("aria-expanded");
    row.focus();
    return row;
  }
  const focusFirst = () => form()?.querySelector("textarea")?.focus();

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("[data-comes-back]")) leaving = true; // the page leads back here, and the draft is kept
    const edit = event.target.closest("a.edit"), row = edit?.closest("tr.item");
    if (row && window.htmx) {
      event.preventDefault();
      open(row, edit.href);
    } else if (event.target.closest("[data-close]") && document.querySelector("tr.editrow")) {
      event.preventDefault();
      close();
    } else if (event.target.closest("[data-dismiss]")) {
      event.target.closest(".saved, .message").remove();
    } else if (event.target.closest("[data-forget]")) {
      forget(event.target.closest("form"));
    }
  });
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest?.("form[data-draft]");
    if (!here) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      here.requestSubmit();
    } else if (event.key === "Escape" && document.querySelector("tr.editrow")) {
      event.preventDefault();
      close();
    }
  });

  /* --- what was typed and not saved ------------------------------------------------------------------------ */
  const loaded = new WeakMap(); // form → its values as they came from the server, before anything was typed
  let before = null; // { place, values } of the form that was sent: a refused one comes back with what was typed
  const now = (of) => Object.fromEntries(fields(of).map((item) => [item.name, item.value]));
  function changed(of) {
    const first = loaded.get(of) || {}, typed = now(of);
    return Object.fromEntries(Object.entries(typed).filter(([name, value]) => name !== "revision" && value !== first[name]));
  }
  const dirty = (of) => of && Object.keys(changed(of)).length > 0;
  function remember(of) {
    try {
      if (dirty(of)) localStorage.setItem(place(of), JSON.stringify({ revision: of.elements.revision.value, values: changed(of) }));
      else localStorage.removeItem(place(of));
    } catch { /* a browser without storage still has the form itself */ }
  }
  function forget(of) {
    try { localStorage.removeItem(place(of)); } catch { /* nothing was kept */ }
    const first = loaded.get(of) || {};
    for (const item of fields(of)) if (item.name in first) item.value = first[item.name];
    of.querySelector(".restored").hidden = true;
    of.querySelector("textarea")?.focus();
  }
  // The draft comes back with the revision it was typed on, so that a save since then is noticed.
  // A form that was refused holds what was typed already, for the revision that it names.
  function restore(of) {
    const refused = of.querySelector("[role=alert]") && before?.place === place(of);
    loaded.set(of, refused ? before.values : now(of));
    if (refused) return remember(of);
    let kept;
    try { kept = JSON.parse(localStorage.getItem(place(of))); } catch { kept = null; }
    if (!kept || of.querySelector("[role=alert]")) return;
    for (const [name, value] of Object.entries(kept.values)) {
      const item = of.elements[name];
      if (!item) continue;
      item.value = value;
      item.closest("details")?.setAttribute("open", "");
    }
    of.elements.revision.value = kept.revision;
    of.querySelector(".restored").hidden = !dirty(of);
  }
  document.addEventListener("input", (event) => {
    const of = event.target.closest("form[data-draft]");
    if (of) remember(of);
  });
  let leaving = false;
  document.addEventListener("submit", (event) => {
    leaving = event.target.matches("form[data-draft]");
    if (leaving) before = { place: place(event.target), values: loaded.get(event.target) };
    // Not `action` itself: a button of that name would hide it.
    if (event.target.getAttribute("action")?.endsWith("/logout/")) {
      for (const key of Object.keys(localStorage)) if (key.startsWith("tracker-draft:")) localStorage.removeItem(key);
    }
  });
  addEventListener("beforeunload", (event) => { if (!leaving && forms().some(dirty)) event.preventDefault(); });

  // A save or an undo draws the matrix anew; the row stays where it was on the screen, and is to be seen.
  let height = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = document.querySelector("tr.editrow")?.previousElementSibling || document.activeElement.closest?.("tr.item")
      || document.getElementById(`r-${document.querySelector(".saved")?.dataset.row}`);
    height = event.detail.target?.id === "programme" && row ? { id: row.id, top: row.getBoundingClientRect().top } : null;
  });
  function stay(row) {
    if (row && height?.id === row.id) scrollBy({ top: row.getBoundingClientRect().top - height.top, behavior: "instant" });
    row?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /* --- answers of the server ------------------------------------------------------------------------------- */
  document.addEventListener("htmx:afterSwap", () => {
    leaving = false;
    for (const fresh of forms().filter((item) => !loaded.has(item))) {
      restore(fresh);
      const trouble = fresh.querySelector("[role=alert]");
      // In the session update one goes on writing: what is wrong is read out, and the cursor stays in the words.
      const words = fresh.matches(".reviewform") && !fresh.querySelector(".conflictbox") && fresh.querySelector("textarea");
      if (trouble && words) { words.focus(); words.setSelectionRange(words.value.length, words.value.length); }
      else if (trouble) { trouble.tabIndex = -1; trouble.focus(); } else if (fresh.closest(".editor")) fresh.querySelector("textarea")?.focus();
      const panel = fresh.closest("tr"); // on a narrow screen the row alone would fill it
      (matchMedia("(max-width: 50rem)").matches ? panel : panel?.previousElementSibling)?.scrollIntoView({ block: "start" });
    }
  });
  document.addEventListener("row-saved", (event) => {
    const key = event.detail.key, row = document.getElementById(`r-${key}`);
    drop(key);
    (row || document.querySelector("#programme .saved button"))?.focus({ preventScroll: true });
    stay(row);
  });
  document.addEventListener("draft-saved", (event) => drop(event.detail.draft));
  function drop(key) {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("tracker-draft:") && name.endsWith(`/${key}`)) localStorage.removeItem(name);
    } catch { /* nothing was kept */ }
  }
  // What became of a save stands beside the button that was pressed. A page of many forms has such a place in each.
  const placeIn = (of) => of?.querySelector(".savemessage");
  // The server sends such words to the place at the top; they go beside the button, or where the reader is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig: asked } = event.detail;
    if (target?.id !== "status") return;
    event.detail.target = placeIn(asked.elt.closest("form")) || placeIn(asked.target.closest(".editor")) || target;
    event.detail.target.classList.toggle("here", event.detail.target === target);
  });
  document.addEventListener("htmx:beforeRequest", (event) => placeIn(event.detail.elt.closest("form"))?.replaceChildren());
  // Without a form, a row could not be opened: the row says so, in the place for messages.
  function tell(kind, by) {
    const of = placeIn(by.closest("form")) ? by.closest("form") : form();
    const here = placeIn(of) || document.getElementById("status"), words = (of || here)?.dataset[kind];
    if (!of) close();
    if (!here || !words) return;
    say(here, words);
    here.classList.toggle("here", !of);
  }
  function say(here, words) {
    const message = document.createElement("p"), text = document.createElement("span"), close = document.createElement("button");
    message.className = "message error";
    message.setAttribute("role", "alert");
    text.textContent = words;
    Object.assign(close, { type: "button", className: "close", textContent: document.getElementById("status").dataset.close });
    close.dataset.dismiss = "";
    message.append(text, close);
    here.replaceChildren(message);
    message.scrollIntoView({ block: "nearest" });
  }
  // A form that is sent as a page would be lost behind the browser's own page: without a connection it is not sent.
  document.addEventListener("submit", (event) => {
    const of = event.target, button = event.submitter || of.querySelector("[type=submit], button:not([type])");
    if (navigator.onLine || of.getAttribute("method") !== "post" || of.matches("[hx-post]")) return;
    event.preventDefault();
    event.stopPropagation();
    let here = placeIn(of);
    if (!here) {
      here = document.createElement("div");
      here.className = "savemessage";
      (button?.closest(".buttons") || button || of.lastElementChild).before(here);
    }
    say(here, document.getElementById("status").dataset.offline);
  }, true);
  // Words that came without a page stand where the reader is, until the next thing is asked for.
  document.addEventListener("htmx:beforeRequest", () => document.querySelector("#status.here")?.replaceChildren());
  for (const fault of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(fault, (event) => { leaving = false; tell("offline", event.detail.elt); });
  document.addEventListener("htmx:responseError", (event) => { leaving = false; tell("failed", event.detail.elt); });

  document.addEventListener("DOMContentLoaded", () => {
    const address = new URL(location.href), saved = address.searchParams.get("saved");
    if (saved) {
      drop(saved);
      address.searchParams.delete("saved");
      history.replaceState(null, "", address);
      document.getElementById(`r-${saved}`)?.focus();
    }
    forms().forEach(restore);
  });
})();
