// 有用 and 有误 under answers and verdicts; the view 反馈 of the 文库 tab.
import * as address from "./address.js";
import * as tabs from "./desk.js";
import { $, $$, content } from "./dom.js";
import * as keeping from "./keeping.js";

const REGION = "feedback-desk";
let judged = null; // the buttons that were pressed last
let gone = []; // the reason that was sent with them

export function judges(element, trigger, event) {
  const judge = (button) => {
    judged = button.closest(".judge");
    $$("button", judged).forEach((one) => { one.disabled = true; });
    const { number } = judged.dataset;
    gone = keeping.leave(judged);
    trigger(event, { number: Number(number), judge: button.dataset.judge, reason: $("[name=reason]", judged).value });
  };
  element.addEventListener("click", (click) => {
    const button = click.target.closest("[data-judge]");
    if (!button || button.disabled) return;
    if (button.dataset.judge === "why") unfold(button);
    else judge(button);
  });
  element.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" || key.isComposing || !key.target.matches(".judge [name=reason]")) return;
    key.preventDefault();
    const button = $("[data-judge=wrong]", key.target.closest(".judge"));
    if (!button.disabled) judge(button);
  });
}

function unfold(button) {
  const why = $(".why", button.closest(".judge"));
  why.hidden = !why.hidden;
  button.setAttribute("aria-expanded", String(!why.hidden));
  if (!why.hidden) $("input", why).focus();
}

// What came of it is said beside the buttons; the region that holds it is not seen.
export function told() {
  const answer = $("#judged [data-said]");
  if (!judged || !answer) return;
  $$("button", judged).forEach((button) => { button.disabled = false; });
  $(".told", judged).textContent = answer.textContent;
  const { said } = answer.dataset;
  keeping.acted(gone, said, Boolean(said));
  if (!said) return;
  const [useful, wrong] = ["useful", "why"].map((name) => $(`[data-judge=${name}]`, judged));
  useful.setAttribute("aria-pressed", String(said === "useful"));
  wrong.setAttribute("aria-pressed", String(said === "wrong"));
  wrong.setAttribute("aria-expanded", "false");
  $(".why", judged).hidden = true;
  (said === "useful" ? useful : wrong).focus({ preventScroll: true });
}

export function desk(element, trigger, watch, event) {
  tabs.acts(element, trigger, event);
  address.fulfil(REGION);
  watch("value", () => tabs.shown(element));
}

export function done() {
  tabs.done(REGION, "feedback-note");
  const element = content(REGION);
  if (document.activeElement === document.body) $("[data-do=lists]", element)?.focus();
}
