/* Names for what Django's pages leave without one: fields of rows in a table, choices that search, their help. */
(() => {
  "use strict";
  const row = document.currentScript.dataset.row;
  const words = (item) => item?.textContent.trim().replace(/\s+/g, " ") || "";
  function name(root) {
    for (const head of root.querySelectorAll(".tabular thead th:empty")) {
      const hidden = document.createElement("span");
      hidden.className = "visually-hidden";
      hidden.textContent = row;
      head.append(hidden);
    }
    for (const cell of root.querySelectorAll(".tabular td[class*=field-]")) {
      const heading = words(cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]);
      for (const item of cell.querySelectorAll("input:not([type=hidden]), textarea, select")) {
        if (!item.labels?.length && heading) item.setAttribute("aria-label", heading);
      }
    }
    for (const choice of root.querySelectorAll("select.admin-autocomplete")) {
      const label = choice.getAttribute("aria-label") || words(choice.labels?.[0]);
      for (const item of choice.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered")) {
        if (label) item.setAttribute("aria-label", label);
      }
    }
    for (const help of root.querySelectorAll(".help-tooltip[aria-label]")) help.setAttribute("role", "img");
  }
  // The choices that search are made right after the page is read, in a turn of their own: then they are there.
  addEventListener("load", () => setTimeout(() => name(document)));
  document.addEventListener("formset:added", (event) => name(event.target.closest(".inline-group") || document));
})();
