// The 文库 tab in the browser: reads the chosen files and sends them in one go.
(() => {
  "use strict";
  let opened = 0;

  function base64(file) {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
      reader.onerror = () => resolve("");
      reader.readAsDataURL(file);
    });
  }

  function upload(element, trigger, event) {
    element.addEventListener("change", async (change) => {
      const field = change.target;
      if (field.type !== "file" || !field.files.length) return;
      opened += 1;
      element.classList.add("busy");
      const chosen = [...field.files].slice(0, Number(field.dataset.files) + 1); // one too many is told
      const files = [];
      for (const file of chosen) {
        const large = file.size > Number(field.dataset.limit);
        files.push({ name: file.name, size: file.size, data: large ? "" : await base64(file) });
      }
      field.value = ""; // so that the same file can be chosen again
      trigger(event, { files, opened, replaces: field.dataset.replaces || "" });
    });
  }

  window.library = { upload };
})();
