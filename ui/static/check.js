// The 核查 tab: a draft from a file, its sentences beside their sources, filtering, saving.
import * as announce from "./announce.js";
import { $, $$, isWide } from "./dom.js";
import * as files from "./files.js";
import * as keeping from "./keeping.js";
import * as source from "./source.js";

let chosen = null; // the sentence shown beside the draft

export const box = () => $("#draft textarea");

// A draft to try; what is in the box already stays.
export function fill(words) {
  const draft = box();
  draft.value = draft.value.trim() ? `${draft.value}\n${words}` : words;
  draft.dispatchEvent(new Event("input", { bubbles: true }));
  draft.focus();
}

export function upload(element, trigger, event) {
  element.addEventListener("change", async (change) => {
    const file = change.target.files[0];
    if (!file) return;
    const sent = await files.send(file, Number(change.target.dataset.limit));
    change.target.value = ""; // the same file may be chosen again after a correction
    trigger(event, { file: sent });
  });
}

// The file's text is in the box, unless it was refused.
export const read = () => keeping.typed(box());

export function cancel(element, trigger, event) {
  element.addEventListener("click", (click) => {
    const button = click.target.closest("[data-cancel]");
    if (!button) return;
    button.disabled = true;
    button.textContent = "正在取消…";
    trigger(event, {});
  });
}

export function result(element, trigger, watch, detail, saving) {
  const choose = (sentence) => {
    mark(sentence);
    trigger(detail, { number: Number(sentence.dataset.sentence) });
  };
  element.addEventListener("click", (click) => {
    const sentence = click.target.closest("[data-sentence]");
    const button = click.target.closest("button");
    // Selecting words to copy them is no choice.
    if (sentence && getSelection().isCollapsed) choose(sentence);
    if (!button) return;
    if ("show" in button.dataset) filter(button);
    if ("edit" in button.dataset) edit();
    if ("export" in button.dataset) trigger(saving, { kind: button.dataset.export });
  });
  element.addEventListener("keydown", (key) => {
    const sentence = key.target.closest("[data-sentence]");
    if (!sentence || (key.key !== "Enter" && key.key !== " ")) return;
    key.preventDefault();
    choose(sentence);
  });
  watch("value", () => checked(element));
}

function checked(element) {
  delete document.body.dataset.draft;
  delete document.body.dataset.beside;
  chosen = null;
  const heading = $("h2", element);
  if (!heading) return;
  $("#check").scrollTop = 0;
  heading.focus({ preventScroll: true });
  announce.checked(element);
}

function mark(sentence) {
  $$(".said.active").forEach((part) => {
    part.classList.remove("active");
    part.removeAttribute("aria-current");
  });
  $$(`.said[data-sentence="${Number(sentence.dataset.sentence)}"]`).forEach((part) => {
    part.classList.add("active");
    part.setAttribute("aria-current", "true");
  });
  chosen = sentence;
}

function filter(button) {
  $(".checked").dataset.shown = button.dataset.show;
  $$("[data-show]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
}

function edit() {
  document.body.dataset.draft = "edit";
  fold();
  box().focus();
}

// The sources of the chosen sentence are beside it.
export function shown() {
  const heading = $("#draft-detail .detail h2");
  if (!heading) return;
  source.close(); // that of another sentence would cover it
  document.body.dataset.beside = "open";
  $("#beside").scrollTop = 0;
  heading.focus({ preventScroll: true });
  // On a phone the sheet would cover the sentence it is about.
  if (chosen && !isWide()) chosen.scrollIntoView({ block: "start" });
}

export const isBeside = () => document.body.dataset.beside === "open";

export function fold() {
  if (!isBeside()) return;
  delete document.body.dataset.beside;
  if (chosen?.isConnected) chosen.focus();
}
