/* The outline of a programme by key and by mouse. Everything here is also a link or a form of the page. */
(() => {
  "use strict";
  const outline = document.getElementById("outline-whole"); // it stays where the outline in it is drawn anew
  const send = document.getElementById("act");
  const words = (line) => line?.querySelector(".words");
  const keyOf = (line) => line.dataset.node.split("-")[0];
  const level = (line) => line.dataset.level;

  /* --- a form of its own: Ctrl+Enter sends, Escape leaves ---------------------------------------------------- */
  const form = document.querySelector("form[data-structure]");
  if (form) {
    const first = form.querySelector(".field:has(.errors) :is(input, textarea, select)") || form.querySelector("textarea, select, input:not([type=hidden])");
    first?.focus();
    first?.setSelectionRange?.(first.value.length, first.value.length);
    const typed = () => [...form.elements].some((item) => item.name && item.type !== "hidden" && item.value !== (item.defaultValue ?? [...item.options].find((one) => one.defaultSelected)?.value ?? item.options[0]?.value));
    let leaving = false;
    form.addEventListener("submit", () => { leaving = true; });
    addEventListener("beforeunload", (event) => { if (!leaving && typed()) event.preventDefault(); });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
      if (event.key === "Escape") { event.preventDefault(); form.querySelector("[data-leave]").click(); }
    });
  }
  if (!outline) return;

  // Thousands of lines: they are listed once, and only those passed over are asked whether they are seen.
  let all, places;
  function list() {
    all = [...outline.querySelectorAll(".line")];
    places = new Map(all.map((line, at) => [line, at]));
  }
  list();
  function seen(at, by) {
    while (all[at] && !all[at].checkVisibility()) at += by;
    return all[at];
  }
  const beside = (line, by) => seen(places.get(line) + by, by);

  /* --- one act ------------------------------------------------------------------------------------------------ */
  // While one is on its way the next is kept, and sent for the line as it is then: of a key that repeats, one.
  let sent = false, waiting = null, stood = null;
  function act(line, name, place = "") {
    close(false);
    if (sent) { waiting = { key: keyOf(line), name, place }; return; }
    sent = true;
    send.elements.node.value = line.dataset.node;
    send.elements.act.value = name;
    send.elements.place.value = place;
    send.requestSubmit();
  }
  const go = (address) => { location.href = address; };

  /* --- the menu of a line ------------------------------------------------------------------------------------- */
  let menu = null;
  function close(focus) {
    if (!menu) return;
    const line = menu.parentElement, more = line.querySelector(".more");
    menu.remove();
    menu = null;
    more.removeAttribute("aria-expanded");
    line.draggable = true;
    if (focus) more.focus();
  }
  function open(line) {
    const again = menu?.parentElement === line;
    close(again);
    if (again) return;
    menu = document.getElementById("node-menu").content.firstElementChild.cloneNode(true);
    for (const item of [...menu.children]) {
      if (item.dataset.level && !item.dataset.level.split(" ").includes(level(line))) item.remove();
      else if (item.dataset.href) item.href = item.dataset.href.replace("KEY", keyOf(line));
    }
    line.append(menu);
    line.draggable = false;
    line.querySelector(".more").setAttribute("aria-expanded", "true");
    menu.firstElementChild.focus();
    menu.scrollIntoView({ block: "nearest" });
  }
  outline.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const line = event.target.closest(".line");
    if (event.target.closest(".more")) { event.preventDefault(); open(line); }
    const item = event.target.closest(".nodemenu [data-act]");
    if (item) act(line, item.dataset.act);
  });
  document.addEventListener("click", (event) => { if (menu && !menu.parentElement.contains(event.target)) close(false); });

  /* --- keys --------------------------------------------------------------------------------------------------- */
  function inMenu(event) {
    const items = [...menu.children], at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") { event.preventDefault(); close(true); }
    else if (event.key === "Tab") close(true);
    else if (to !== undefined) { event.preventDefault(); items[(to + items.length) % items.length].focus(); }
  }
  outline.addEventListener("keydown", (event) => {
    const line = event.target.closest(".line");
    if (!line || event.ctrlKey || event.metaKey) return;
    if (menu?.contains(event.target)) { event.stopPropagation(); return inMenu(event); }
    const base = location.pathname;
    const keys = event.altKey
      ? { ArrowUp: () => act(line, "up"), ArrowDown: () => act(line, "down") }
      : {
        ArrowUp: () => words(beside(line, -1))?.focus(), k: () => words(beside(line, -1))?.focus(),
        ArrowDown: () => words(beside(line, 1))?.focus(), j: () => words(beside(line, 1))?.focus(),
        Home: () => words(all[0]).focus(), End: () => words(seen(all.length - 1, -1)).focus(),
        ArrowRight: () => fold(line, true), ArrowLeft: () => fold(line, false),
        n: () => go(`${base}add/?after=${keyOf(line)}`), m: () => open(line),
        Delete: () => go(`${base}${keyOf(line)}/?do=withdraw`),
      };
    const single = event.key.length === 1 && document.documentElement.dataset.keys === "off";
    const does = single ? null : keys[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  });
  const details = (line) => line.parentElement.querySelector(":scope > details");
  function fold(line, opened) {
    const here = level(line) === "topic" ? details(line) : line.closest("details");
    if (!here) return;
    here.open = opened;
    if (!opened) words(here.parentElement.querySelector(".line")).focus();
  }

  let inHand = null;
  // Tab reaches one line; the arrows reach the others. Only the line in hand has its menu in the order of Tab.
  function oneStop(line) {
    for (const item of outline.querySelectorAll(".line > a")) item.tabIndex = item.parentElement === line ? 0 : -1;
    inHand = line;
  }
  function take(line) {
    if (!line || line === inHand) return;
    if (inHand) for (const item of inHand.querySelectorAll(":scope > a")) item.tabIndex = -1;
    for (const item of line.querySelectorAll(":scope > a")) item.tabIndex = 0;
    inHand = line;
  }
  outline.addEventListener("focusin", (event) => take(event.target.closest(".line")));

  /* --- the mouse: over a line of the same level before or behind it, over one of the level above into it -------- */
  const LEVELS = ["section", "topic", "task", "indicator"];
  let held = null, over = null;
  const clear = () => { over?.line.classList.remove("before", "behind", "into"); over = null; };
  function placeAt(event) {
    const line = event.target.closest?.(".line");
    if (!held || !line || line === held) return null;
    if (level(line) === level(held)) {
      const box = line.getBoundingClientRect(), upper = event.clientY < box.top + box.height / 2;
      return { line, mark: upper ? "before" : "behind", place: `${upper ? "before" : "after"}-${keyOf(line)}` };
    }
    return LEVELS.indexOf(level(line)) === LEVELS.indexOf(level(held)) - 1 ? { line, mark: "into", place: `first-${keyOf(line)}` } : null;
  }
  outline.addEventListener("dragstart", (event) => {
    held = event.target.closest?.(".line");
    if (!held) return;
    close(false);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", words(held).textContent.trim());
    event.dataTransfer.setDragImage(held, 12, 12);
    held.classList.add("held");
  });
  outline.addEventListener("dragover", (event) => {
    const found = placeAt(event);
    if (found?.line !== over?.line || found?.mark !== over?.mark) {
      clear();
      over = found;
      found?.line.classList.add(found.mark);
    }
    if (found) { event.preventDefault(); event.dataTransfer.dropEffect = "move"; }
  });
  outline.addEventListener("drop", (event) => {
    const found = placeAt(event);
    if (!found) return;
    event.preventDefault();
    act(held, "move", found.place);
  });
  outline.addEventListener("dragend", () => { held?.classList.remove("held"); held = null; clear(); });

  /* --- where the reader was ----------------------------------------------------------------------------------- */
  const memory = `tracker-opened:${location.pathname}`;
  const topicOf = (one) => keyOf(one.parentElement.querySelector(".line"));
  let opened;
  try { opened = new Set(JSON.parse(sessionStorage.getItem(memory) || "[]")); } catch { opened = new Set(); }
  for (const one of outline.querySelectorAll("details")) if (opened.has(topicOf(one))) one.open = true;
  outline.addEventListener("toggle", (event) => {
    opened[event.target.open ? "add" : "delete"](topicOf(event.target));
    try { sessionStorage.setItem(memory, JSON.stringify([...opened])); } catch { /* they open again by hand */ }
    if (event.target.open) fill(event.target);
  }, true);
  // The tasks of a closed topic come when it is opened.
  async function fill(one) {
    const place = one.querySelector("ol[data-tasks]");
    if (!place) return;
    await htmx.ajax("GET", place.dataset.tasks, { target: place, swap: "outerHTML" });
    for (const link of one.querySelectorAll(".line > a")) if (link.parentElement !== inHand) link.tabIndex = -1;
    list();
  }
  addEventListener("pageshow", () => { sent = false; });
  const address = new URL(location.href), at = document.getElementById(address.hash.slice(1)); // none without a hash
  oneStop(at?.closest(".line") || outline.querySelector(".line"));
  if (at) { at.focus(); at.scrollIntoView({ block: "center", behavior: "instant" }); }
  if (address.searchParams.has("done") || address.searchParams.has("open")) {
    address.searchParams.delete("done");
    address.searchParams.delete("open");
    history.replaceState(null, "", address);
  }

  /* --- after an act: what it changed is drawn anew, and the line that was moved keeps the focus ---------------- */
  document.addEventListener("htmx:beforeRequest", () => {
    stood = new Map([...outline.querySelectorAll("details")].map((one) => [topicOf(one), one.open]));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== send) return;
    sent = false;
    if (!event.detail.successful) waiting = null;
  });
  document.addEventListener("structure-done", (event) => {
    list();
    for (const one of outline.querySelectorAll("details")) if (stood?.has(topicOf(one))) one.open = stood.get(topicOf(one));
    const words = document.getElementById(`n-${event.detail.key}`);
    const line = words?.closest("#outline-whole .line");
    if (line) line.closest("details")?.setAttribute("open", "");
    oneStop(line || outline.querySelector(".line"));
    words?.focus({ preventScroll: true });
    words?.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (event.detail.asked) { waiting = null; document.querySelector("#done [data-confirm]").focus(); }
    const next = waiting;
    waiting = null;
    const again = next && document.getElementById(`n-${next.key}`)?.closest("#outline-whole .line");
    if (again) act(again, next.name, next.place);
  });
})();
