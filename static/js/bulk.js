/* Many rows: however many boxes are ticked, they are sent as one field. Without this file each is a field of its own. */
(() => {
  "use strict";
  // A form that was refused: to the first field at fault, which stands far below the rows.
  document.querySelector("form.bulkform [aria-invalid=true]")?.focus();
  document.querySelector("form.bulkform")?.addEventListener("formdata", (event) => {
    const ticked = event.formData.getAll("row");
    if (!ticked.length) return;
    event.formData.delete("row");
    event.formData.set("chosen", ticked.join(" "));
  });
})();
