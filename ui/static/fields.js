// The fields of the page: which is which, what one holds, whether it is kept (ui/drafts/fields.py says).
import { $, $$ } from "./dom.js";

const COMPONENTS = ["question", "draft", "way"]; // Gradio's own
const TYPED = "input:not([type=hidden], [type=file], [type=password]), textarea, select";

let declared = []; // [form, name with *, acts after which it was sent]
export const know = (rows) => { declared = rows; };

export const within = (root) => [...(root.matches?.(TYPED) ? [root] : []), ...$$(TYPED, root)];

// The form it stands in, what that is about, its name, and the key of them all; null for what has no name.
export function place(field) {
  if (!field.matches?.(TYPED)) return null;
  const component = COMPONENTS.find((id) => field.closest(`#${id}`));
  if (component) return { form: component, name: "", key: component };
  if (!field.name) return null;
  const region = field.closest(".html-container")?.closest("[id]")?.id ?? "page";
  const [form, of] = about(field);
  return { form, name: field.name, key: `${region}/${form}/${of}/${field.name}` };
}

function about(field) {
  const named = field.closest("[data-form]");
  if (named) return [named.dataset.form, named.dataset.of ?? ""];
  const judge = field.closest(".judge");
  if (judge) return ["judge", judgedWords(judge)];
  const form = field.closest("form");
  if (!form) return [field.dataset.go ?? "", ""];
  const button = $(".primary[data-do]", form) || $("[data-do]", form);
  return [button?.dataset.do ?? field.dataset.go ?? "", form.dataset.of ?? button?.dataset.id ?? ""];
}

// What is judged has no number of its own: its words stand for it.
function judgedWords(judge) {
  const turn = judge.closest(".turn, .detail");
  const said = turn ? ($(".question, .claimed", turn)?.textContent ?? "") : "";
  return `${judge.dataset.number}-${digest(said)}`;
}

function digest(words) {
  let sum = 0x811c9dc5; // FNV-1a
  for (const letter of words) sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return sum.toString(16);
}

const fits = (pattern, name) =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

export function rule({ form, name }) {
  return declared.find(([ofForm, ofName]) => ofForm === form && fits(ofName, name));
}

// Boxes and dots of one name make one value.
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function group(field) {
  if (!isTick(field)) return [field];
  const root = field.closest("form, #way") ?? document;
  return $$(`input[type=${field.type}]`, root).filter((other) => other.name === field.name);
}

export function read(field) {
  if (field.type === "checkbox") return JSON.stringify(group(field).filter((one) => one.checked).map((one) => one.value));
  if (field.type === "radio") return group(field).find((one) => one.checked)?.value ?? "";
  return field.value;
}

// What the program put there; of Gradio's own parts what they held when they were seen first.
const first = new WeakMap();

export function given(field) {
  if (COMPONENTS.some((id) => field.closest(`#${id}`))) {
    if (!first.has(field)) first.set(field, read(field));
    return first.get(field);
  }
  if (field.type === "checkbox") return JSON.stringify(group(field).filter((one) => one.defaultChecked).map((one) => one.value));
  if (field.type === "radio") return group(field).find((one) => one.defaultChecked)?.value ?? "";
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
}

// Gradio makes one view into the next in place: what was typed into the old field is none of the new one's.
export function reset(field) {
  if (isTick(field)) field.checked = field.defaultChecked;
  else field.value = given(field);
}

let writing = false; // the page itself fills a field in: nobody typed
export const isWriting = () => writing;

export function write(field, value) {
  writing = true;
  try {
    if (isTick(field)) tick(field, value);
    else field.value = value;
    for (const one of group(field)) {
      one.dispatchEvent(new Event("input", { bubbles: true }));
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
  } finally {
    writing = false;
  }
  unfold(field);
}

function tick(field, value) {
  const ticked = field.type === "radio" ? [value] : listed(value);
  for (const one of group(field)) one.checked = ticked.includes(one.value);
}

function listed(value) {
  try {
    const ticked = JSON.parse(value);
    return Array.isArray(ticked) ? ticked : [];
  } catch {
    return []; // kept by another version
  }
}

// What was typed is not hidden from whoever typed it.
function unfold(field) {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.closest(".why")?.removeAttribute("hidden");
}

// For tests: every field of the page with whether it is declared.
export function all() {
  return within(document.body).map(place).filter(Boolean).map((at) => ({ ...at, kept: Boolean(rule(at)) }));
}
