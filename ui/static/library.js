// The 文库 tab in the browser: sends the chosen files, one after the other, then says which they are.
(() => {
  "use strict";
  let opened = 0;

  function upload(element, trigger, event) {
    element.addEventListener("change", async (change) => {
      const field = change.target;
      if (field.type !== "file" || !field.files.length) return;
      opened += 1;
      element.classList.add("busy");
      const chosen = [...field.files].slice(0, Number(field.dataset.files) + 1); // one too many is told
      const files = [];
      for (const file of chosen) files.push(await window.files.send(file, Number(field.dataset.limit)));
      field.value = ""; // so that the same file can be chosen again
      trigger(event, { files, opened, replaces: field.dataset.replaces || "" });
    });
  }

  window.library = { upload };
})();
