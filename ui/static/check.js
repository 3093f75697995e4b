// The 核查 tab in the browser: switching tabs, reading a file, choosing sentences, filtering, saving.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  let chosen = null; // the sentence shown beside the draft
  let opened = 0;

  function tab(name) {
    document.body.dataset.tab = name;
    document.querySelectorAll("[data-tab]").forEach((button) => {
      if (button === document.body) return;
      if (button.dataset.tab === name) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    });
    $(".source [data-close]")?.click();
    const box = { check: $("#draft textarea"), ask: $("#question textarea") }[name];
    if (box && box.checkVisibility() && matchMedia("(min-width: 760px)").matches) box.focus();
  }

  function upload(element, trigger, event) {
    element.addEventListener("change", async (change) => {
      const file = change.target.files[0];
      if (!file) return;
      const sent = await window.files.send(file, Number(change.target.dataset.limit));
      change.target.value = ""; // the same file may be chosen again after a correction
      trigger(event, { file: sent });
    });
  }

  function cancel(element, trigger, event) {
    element.addEventListener("click", (click) => {
      const button = click.target.closest("[data-cancel]");
      if (!button) return;
      button.disabled = true;
      button.textContent = "正在取消…";
      trigger(event, {});
    });
  }

  function result(element, trigger, watch, detail, saving) {
    const choose = (sentence) => {
      document.querySelectorAll(".said.active").forEach((s) => {
        s.classList.remove("active");
        s.removeAttribute("aria-current");
      });
      const number = Number(sentence.dataset.sentence);
      document.querySelectorAll(`.said[data-sentence="${number}"]`).forEach((s) => {
        s.classList.add("active");
        s.setAttribute("aria-current", "true");
      });
      chosen = sentence;
      opened += 1;
      trigger(detail, { number, opened });
    };
    element.addEventListener("click", (click) => {
      const target = click.target;
      const sentence = target.closest("[data-sentence]");
      const button = target.closest("button");
      // Selecting words to copy them is no choice.
      if (sentence && getSelection().isCollapsed) choose(sentence);
      if (!button) return;
      if ("show" in button.dataset) show(button);
      if ("edit" in button.dataset) edit();
      if ("export" in button.dataset) { opened += 1; trigger(saving, { kind: button.dataset.export, opened }); }
    });
    element.addEventListener("keydown", (key) => {
      const sentence = key.target.closest("[data-sentence]");
      if (!sentence || (key.key !== "Enter" && key.key !== " ")) return;
      key.preventDefault();
      choose(sentence);
    });
    watch("value", () => {
      delete document.body.dataset.draft;
      delete document.body.dataset.beside;
      chosen = null;
      const heading = $("h2", element);
      if (!heading) return;
      $("#check").scrollTop = 0;
      heading.focus({ preventScroll: true });
    });
  }

  function show(button) {
    const name = button.dataset.show;
    $(".checked").dataset.shown = name;
    document.querySelectorAll("[data-show]").forEach((b) => b.setAttribute("aria-pressed", String(b === button)));
  }

  function edit() {
    document.body.dataset.draft = "edit";
    fold();
    $("#draft textarea").focus();
  }

  function detail(element, watch) {
    watch("value", () => {
      const heading = $(".detail h2", element);
      if (!heading) return;
      $(".source [data-close]")?.click(); // the source of another sentence would cover it
      document.body.dataset.beside = "open";
      $("#beside").scrollTop = 0;
      heading.focus({ preventScroll: true });
      // On a phone the sheet would cover the sentence it is about.
      if (chosen && matchMedia("(max-width: 759px)").matches) chosen.scrollIntoView({ block: "start" });
    });
  }

  function fold() {
    if (document.body.dataset.beside !== "open") return;
    delete document.body.dataset.beside;
    if (chosen && chosen.isConnected) chosen.focus();
  }

  document.addEventListener("click", (click) => {
    const button = click.target.closest("button");
    if (!button) return;
    if ("tab" in button.dataset) tab(button.dataset.tab);
    if ("fold" in button.dataset) fold();
  });

  // Before page.js hears of it: the source lies over the sentence's sources and is closed first.
  document.addEventListener("keydown", (key) => {
    if (key.key !== "Escape" || $("dialog[open]") || document.body.dataset.source === "open") return;
    fold();
  }, true);

  window.draft = { upload, cancel, result, detail };
})();
