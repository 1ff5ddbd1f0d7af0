/* Many rows: however many boxes are ticked, they are sent as one field. Without this file each is a field of its own. */
(() => {
  "use strict";
  document.querySelector("form.bulkform")?.addEventListener("formdata", (event) => {
    const ticked = event.formData.getAll("row");
    if (!ticked.length) return;
    event.formData.delete("row");
    event.formData.set("chosen", ticked.join(" "));
  });
})();
