// A region whose buttons act: sends a click with its form, and shows what came of it. 培训, 文库, 范围.
import * as address from "./address.js";
import { $, $$, content } from "./dom.js";
import * as keeping from "./keeping.js";

const NEXT = 60; // milliseconds until Gradio has put an act away
const pressed = new WeakMap(); // region -> the button that was pressed last in it
const underway = new WeakMap(); // region -> what was sent from it and has not come back

const nameOf = (element) => element.closest(".html-container")?.closest("[id]")?.id ?? "";

export function acts(element, trigger, event) {
  const show = (does, id, values = {}) => dispatch(element, trigger, event, does, id, values);
  address.ready(nameOf(element), show);
  element.addEventListener("click", (click) => {
    const button = click.target.closest("[data-do]");
    if (!button || button.disabled) return;
    pressed.set(element, button);
    send(element, trigger, event, button.dataset.do, button.dataset.id, button.closest("form"));
  });
  element.addEventListener("submit", (submit) => submit.preventDefault());
  element.addEventListener("keydown", pressOnEnter);
  element.addEventListener("change", (change) => {
    const does = change.target.dataset.go;
    if (does) send(element, trigger, event, does, "", change.target.closest("form"));
  });
}

export function send(element, trigger, event, does, id, form) {
  dispatch(element, trigger, event, does, id, fields(form), form);
}

function dispatch(element, trigger, event, does, id, values, form = null) {
  busy(element, true);
  underway.set(element, { does, id, values, gone: keeping.leave(form), shown: false });
  trigger(event, { do: does, id, form: values });
}

// What was begun outside of acts(), e.g. an upload.
export const began = (element, does) => underway.set(element, { does, id: "", values: {}, gone: [], shown: false });

export const isBusy = (element) => underway.has(element);

// The act came to an end: what was sent is kept no more, and the address says what is shown.
function settle(element, note) {
  const act = underway.get(element);
  if (!act) return;
  underway.delete(element);
  const fine = !$(`#${note} p`);
  keeping.acted(act.gone, act.does, fine);
  if (fine && act.shown) address.acted(nameOf(element), act.does, act.id, act.values);
}

function pressOnEnter(key) {
  if (key.key !== "Enter" || key.isComposing || key.target.tagName !== "INPUT") return;
  key.preventDefault();
  const near = key.target.closest("[data-enter]"); // fields with a button of their own
  const form = key.target.closest("form");
  if (near) $(`[data-do="${near.dataset.enter}"]`, near)?.click();
  else if (form && !form.dataset.keep) ($(".primary[data-do]", form) || $("[data-do]", form))?.click();
}

function fields(form) {
  const values = {};
  for (const field of form ? $$("input, textarea, select", form) : []) {
    if (!field.name) continue;
    if (field.type === "checkbox") {
      values[field.name] ??= [];
      if (field.checked) values[field.name].push(field.value);
    } else if (field.type !== "radio" || field.checked) values[field.name] = field.value;
  }
  return values;
}

export function busy(element, yes) {
  element.classList.toggle("busy", yes);
  $$("[data-do]", element).forEach((button) => { button.disabled = yes; });
}

// Another view is shown: from its top, with the focus where work goes on.
export function shown(element) {
  busy(element, false);
  const act = underway.get(element);
  if (act) act.shown = true;
  const tab = document.getElementById(document.body.dataset.tab);
  if (!tab?.contains(element)) return;
  const here = $("[data-here]", element); // what was worked on stays in sight
  if (here) {
    here.scrollIntoView({ block: "center" });
    ($("summary", here) ?? here).focus({ preventScroll: true });
    return;
  }
  if (element.contains(document.activeElement)) return; // somebody was quicker and is at work in it
  tab.scrollTop = 0;
  const box = $("input[name=response]:not([type=radio]), textarea[name=response]", element);
  (box || $("h2", element))?.focus({ preventScroll: true });
}

// An act is over, whatever came of it; a refusal or a file leaves what was shown and filled in.
export function done(region, note) {
  const element = content(region);
  busy(element, false);
  settle(element, note);
  // Gradio takes no other act of a region while one is on its way.
  if (!$("[data-trainees]", element)) setTimeout(() => address.fulfil(region), NEXT);
  if (note) told(note);
  if (document.activeElement === document.body) pressed.get(element)?.focus();
}

// A line that says why something was not done is brought into sight.
export function told(note) {
  const line = $(`#${note} p`);
  if (line) line.scrollIntoView({ block: "nearest" });
}
