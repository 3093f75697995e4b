// What the page does in the browser: opening sources, copying, confirming, Chinese notices.
(() => {
  "use strict";
  const LOST = "与程序的连接断开了。请确认程序还在运行；连上之后本页会自动刷新。";
  const BROKEN = "操作没有完成，请再试一次；如果还是不行，请查看程序窗口里的提示。";

  // Gradio picks the language of its own labels from here, before it draws anything.
  Object.defineProperty(navigator, "language", { get: () => "zh-CN" });
  Object.defineProperty(navigator, "languages", { get: () => ["zh-CN", "zh"] });

  const $ = (selector, root = document) => root.querySelector(selector);
  let opener = null; // the citation the source panel was opened from
  let opened = 0;
  let waiting = false; // a question in the box is to be sent as soon as it can be
  let focused = false; // the box has had the focus once, unasked

  function sources(element, trigger, event) {
    element.addEventListener("click", (click) => {
      const button = click.target.closest("[data-open]");
      if (!button) return;
      document.querySelectorAll(".cite.active").forEach((b) => b.classList.remove("active"));
      button.classList.add("active");
      opener = button;
      opened += 1;
      trigger(event, {
        document: button.dataset.open,
        start: Number(button.dataset.start),
        end: Number(button.dataset.end),
        paragraph: Number(button.dataset.paragraph),
        opened,
      });
    });
    const changed = () => { ready(); follow(element); };
    new MutationObserver(changed).observe(element, { childList: true, subtree: true });
  }

  // The newest answer stays in sight as it grows; a long one is shown from its question on.
  function follow(element) {
    const turn = $("#live .turn") || $("#transcript .turn:last-child");
    if (!turn || !element.contains(turn)) return;
    const thread = $("#thread");
    turn.scrollIntoView({ block: turn.offsetHeight > thread.clientHeight - 20 ? "start" : "end" });
  }

  function stops(element, trigger, event) {
    element.addEventListener("click", (click) => {
      const button = click.target.closest("[data-stop]");
      if (!button || button.disabled) return;
      button.disabled = true;
      button.textContent = "正在停止…";
      trigger(event, {});
    });
  }

  function panel(element, watch) {
    watch("value", () => {
      document.body.dataset.source = "open";
      const mark = $("mark", element);
      const room = $(".original", element)?.clientHeight ?? 0;
      if (mark) mark.scrollIntoView({ block: mark.getBoundingClientRect().height > room ? "start" : "center" });
      const heading = $("h2", element);
      if (heading) heading.focus({ preventScroll: true });
    });
  }

  function closeSource() {
    if (document.body.dataset.source !== "open") return;
    delete document.body.dataset.source;
    document.querySelectorAll(".cite.active").forEach((b) => b.classList.remove("active"));
    if (opener && opener.isConnected) opener.focus();
  }

  function history(element, trigger, event) {
    element.addEventListener("click", async (click) => {
      const button = click.target.closest("[data-action]");
      if (!button) return;
      const action = button.dataset.action;
      if (action === "delete" && !(await confirmed("删除这个对话？删除后不能恢复。"))) return;
      if (action === "clear" && !(await confirmed("删除本浏览器的全部对话？删除后不能恢复。"))) return;
      while ($(".turn.pending")) await new Promise((go) => setTimeout(go, 60)); // the answer lands first
      trigger(event, { action, id: Number(button.dataset.id || 0) });
      if (action === "open" || action === "new") menu(false);
      if (action === "new") $("#question textarea").focus();
      closeSource();
    });
  }

  function confirmed(words) {
    const dialog = $("dialog.confirm");
    $("p", dialog).textContent = words;
    return new Promise((resolve) => {
      const answer = (yes) => () => { dialog.onclose = null; dialog.close(); resolve(yes); };
      $("[data-yes]", dialog).onclick = answer(true);
      $("[data-no]", dialog).onclick = answer(false);
      dialog.onclose = () => resolve(false); // Esc
      dialog.showModal();
      $("[data-no]", dialog).focus();
    });
  }

  function menu(open) {
    document.body.dataset.menu = open ? "open" : "";
    $("[data-menu]").setAttribute("aria-expanded", String(open));
  }

  function fill(words) {
    const box = $("#question textarea");
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function askExample(words) {
    if ($(".turn.pending")) return;
    fill(words);
    send();
  }

  // An answer can be kept once the program knows this browser: until then a question waits in the box.
  function send() {
    waiting = $("#send").disabled;
    if (!waiting) setTimeout(() => $("#send").click(), 30); // after Gradio has taken the new value over
  }

  document.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" || key.shiftKey || key.isComposing) return;
    if (!key.target.matches("#question textarea") || !$("#send").disabled) return;
    key.preventDefault();
    key.stopImmediatePropagation();
    send();
  }, true);

  function sendable() {
    new MutationObserver((_, observer) => {
      const button = $("#send");
      if (!button || button.disabled) return;
      observer.disconnect();
      if (waiting) send();
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  }

  async function copy(button) {
    const words = button.dataset.copy;
    let done = true;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      done = copyByHand(words); // no permission, or not a secure address
    }
    const label = button.textContent;
    button.textContent = done ? "已复制" : "没能复制，请选中文字后手动复制";
    setTimeout(() => { button.textContent = label; }, 1800);
  }

  function copyByHand(words) {
    const before = document.activeElement;
    const area = document.createElement("textarea");
    area.value = words;
    area.style.cssText = "position:fixed;top:0;opacity:0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (before) before.focus();
    return done;
  }

  document.addEventListener("click", (click) => {
    const button = click.target.closest("button");
    if (!button) return;
    if ("question" in button.dataset) askExample(button.dataset.question);
    if ("fill" in button.dataset) fill(button.dataset.fill);
    if ("copy" in button.dataset) copy(button);
    if ("close" in button.dataset) closeSource();
    if ("menu" in button.dataset) menu(document.body.dataset.menu !== "open");
  });

  document.addEventListener("keydown", (key) => {
    if (key.key !== "Escape" || $("dialog[open]")) return;
    if (document.body.dataset.source === "open") closeSource();
    else if (document.body.dataset.menu === "open") { menu(false); $("[data-menu]").focus(); }
  });

  // Gradio's own notices are English; they stay hidden and are said again in Chinese.
  document.addEventListener("DOMContentLoaded", () => {
    sendable();
    new MutationObserver(() => {
      const toast = $(".toast-body.error, .toast-body.warning");
      const banner = $(".banner");
      if (!banner) return;
      const words = !toast ? "" : toast.textContent.includes("Connection") ? LOST : BROKEN;
      if (banner.textContent === words) return;
      banner.textContent = words;
      banner.hidden = !words;
    }).observe(document.body, { childList: true, subtree: true });
  });

  // On a wide screen typing can start at once; on a phone it would bring up the keyboard unasked.
  function ready() {
    const box = $("#question textarea");
    if (!box || focused) return;
    focused = true;
    if (document.activeElement === document.body && matchMedia("(min-width: 760px)").matches) box.focus();
  }

  window.page = { stops, sources, history, panel };
})();
