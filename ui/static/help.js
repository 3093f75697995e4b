// 帮助: the window with the keys and settings, the guided tour, and the line that offers it once.
import * as appearance from "./appearance.js";
import { $, $$ } from "./dom.js";

const OFFERED = "xinhuoshi-tour"; // with the account's name after it
let step = 0;
let opener = null; // what had the focus before

const ACTS = {
  open,
  close: () => dialog().close(),
  tour,
  decline: offered,
  skip: end,
  back: () => go(-1),
  next: () => go(1),
};
const dialog = () => $("dialog.help");
const guide = () => $("dialog.tour");

export function listen() {
  document.addEventListener("click", (click) => ACTS[click.target.closest("[data-help]")?.dataset.help]?.());
  document.addEventListener("change", (change) => {
    const { setting } = change.target.dataset ?? {};
    if (setting) appearance.change(setting, change.target.checked);
  });
  // The masthead comes with Gradio's first drawing.
  if (offer()) return;
  const waiting = new MutationObserver(() => { if (offer()) waiting.disconnect(); });
  waiting.observe(document.body, { childList: true, subtree: true });
}

export function open() {
  if ($("dialog[open]")) return;
  $$("[data-setting]", dialog()).forEach((box) => { box.checked = appearance.is(box.dataset.setting); });
  dialog().showModal();
  $("h2", dialog()).focus();
}

const key = () => `${OFFERED}:${document.documentElement.dataset.account ?? ""}`;

function offer() {
  const line = $(".invitation");
  if (line) line.hidden = localStorage.getItem(key()) !== null;
  return Boolean(line);
}

function offered() {
  localStorage.setItem(key(), "seen");
  offer();
}

function tour() {
  opener = $(".ask-help");
  dialog().close();
  offered();
  step = 0;
  guide().onclose = unpoint;
  guide().showModal();
  show();
}

function go(by) {
  step += by;
  if (step < $$("section", guide()).length) show();
  else end();
}

function show() {
  const steps = $$("section", guide());
  steps.forEach((section, n) => { section.hidden = n !== step; });
  $("[data-help=back]", guide()).disabled = step === 0;
  $("[data-help=next]", guide()).textContent = step + 1 < steps.length ? "下一步" : "完成";
  point(steps[step].dataset.points);
  $("h2", steps[step]).focus();
}

function point(selector) {
  unmark();
  $(selector)?.classList.add("pointed");
}

const unmark = () => $$(".pointed").forEach((part) => part.classList.remove("pointed"));

function end() {
  guide().close();
}

// Also after Esc.
function unpoint() {
  unmark();
  opener?.focus();
}
