// The 问答 tab: the question box, the thread of answers, examples.
import * as announce from "./announce.js";
import { $, $$, isWide } from "./dom.js";
import * as keeping from "./keeping.js";

let waiting = false; // a question in the box is to be sent as soon as it can be
let answering = false; // one is on its way: Gradio would drop another, and it could not see this one's answer
let focused = false; // the box has had the focus once, unasked

export function listen() {
  document.addEventListener("keydown", holdBack, true);
  document.addEventListener("click", (click) => { if (click.target.closest("#send")) asked(click); }, true);
  new MutationObserver(sendWaiting).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"],
  });
}

export const box = () => $("#question textarea");

// A part of the thread, which changes as answers come.
export function thread(element) {
  const changed = () => { focusOnce(); follow(element); };
  new MutationObserver(changed).observe(element, { childList: true, subtree: true });
}

// The newest answer stays in sight as it grows; a long one is shown from its question on.
function follow(element) {
  const turn = $("#live .turn") || $("#transcript .turn:last-child");
  if (!turn || !element.contains(turn)) return;
  const room = $("#thread").clientHeight - 20;
  turn.scrollIntoView({ block: turn.offsetHeight > room ? "start" : "end" });
}

export function stops(element, trigger, event) {
  element.addEventListener("click", (click) => {
    const button = click.target.closest("[data-stop]");
    if (!button || button.disabled) return;
    button.disabled = true;
    button.textContent = "正在停止…";
    trigger(event, {});
  });
}

export function fill(words) {
  box().value = words;
  box().dispatchEvent(new Event("input", { bubbles: true }));
  box().focus();
}

export function askExample(words) {
  if ($(".turn.pending")) return;
  fill(words);
  send();
}

// An answer can be kept once the program knows this browser, and one question is answered at a time: until
// then a question waits in the box.
const ready = () => !$("#send").disabled && !answering;

function send() {
  waiting = !ready();
  if (!waiting) setTimeout(() => $("#send").click(), 30); // after Gradio has taken the new value over
}

function holdBack(key) {
  if (key.key !== "Enter" || key.shiftKey || key.isComposing) return;
  if (key.target.matches("#question textarea")) asked(key);
}

function asked(event) {
  if (ready()) {
    answering = true;
    keeping.note("asked", box().value); // should the page or the program end before it is answered
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting = true;
}

// The handler is done, whatever came of it.
export function answered() {
  answering = false;
  if (!$("#live .failed")) keeping.note("asked", null);
  keeping.typed(box()); // empty, or what was asked again where it could not be answered
  announce.answered();
  if (waiting) send();
}

// A question that was on its way when the page ended, and got no answer, is in the box again.
export function recover() {
  const asked = keeping.kept("asked");
  if (asked === null) return;
  keeping.note("asked", null);
  const last = $$("#transcript .turn .question").at(-1)?.textContent.trim();
  if (last === asked.trim()) { // it got its answer
    if (box().value.trim() === last) { box().value = ""; box().dispatchEvent(new Event("input", { bubbles: true })); }
    return;
  }
  const typed = box().value;
  if (typed.includes(asked.trim())) return;
  box().value = [asked, typed].filter(Boolean).join("\n");
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

function sendWaiting(changes, observer) {
  const button = $("#send");
  if (!button || button.disabled) return;
  observer.disconnect();
  if (waiting) send();
}

function focusOnce() {
  if (!box() || focused) return;
  focused = true;
  if (document.activeElement === document.body && isWide()) box().focus();
}
