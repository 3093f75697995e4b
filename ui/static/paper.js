// Taking a paper: every answer is kept on the server as it is given, and the server's clock counts.
import * as connection from "./connection.js";
import { $, $$, own } from "./dom.js";

const PAUSE = 1; // seconds without typing after which what was typed is saved
const AGAIN = [2, 4, 8, 15]; // seconds until a failed save is tried again
const PATIENCE = 15; // seconds an answer of the server is waited for
const WAY = 1; // seconds given to what is saved last when the time is over
const LATE = 5; // seconds until handing in is tried again when the time is over
const UNSAVED = "xinhuoshi-answer "; // before ticket and question: the name an answer not saved yet is kept under

const pending = new Map(); // key -> { ticket, question, words }: what is not saved yet, whatever is shown
let form = null; // the paper on the page
let sending = null; // the saves under way
let failures = 0;
let waiting = 0; // the timer until the next save
let ticking = 0;
let ends = 0; // performance.now() at the end, in ms: a clock that is set changes nothing of it
let finish = () => {};

export function paper(element, send) {
  finish = (attempt) => send("finish", attempt);
  element.addEventListener("input", (input) => { if (note(input.target)) later(PAUSE); });
  element.addEventListener("change", (change) => { if (note(change.target)) flush(); });
  // Before it is handed in, everything is saved: the server says what is blank.
  element.addEventListener("click", (click) => {
    const button = click.target.closest("[data-do=hand]:enabled");
    if (!button || !pending.size) return;
    click.stopImmediatePropagation();
    flush().then(() => { if (!pending.size) button.click(); });
  }, true);
}

export function shown(element) {
  const seen = $("form[data-ticket]", element);
  if (seen !== form) {
    form = seen;
    if (form) takeUp();
  }
  clock($("[data-left]", element));
}

// What an earlier visit could not save comes back, and is saved.
function takeUp() {
  const start = `${UNSAVED}${form.dataset.ticket} `;
  for (const kept of Object.keys(localStorage).filter((name) => name.startsWith(start))) {
    const [question, words] = [kept.slice(start.length), localStorage.getItem(kept)];
    pending.set(kept, { ticket: form.dataset.ticket, question, words });
    fields(question).forEach((field) => fill(field, words));
  }
  tell(form.dataset.ticket, progress(form.dataset.answered));
  if (pending.size) flush();
}

const fields = (question) => $$("input, textarea", form).filter((field) => field.name === question);
const progress = (answered) => `已答 ${answered} 题，共 ${form.dataset.total} 题`;

function fill(field, words) {
  if (field.type === "radio") field.checked = field.value === words;
  else if (field.type === "checkbox") field.checked = words.split("\n").includes(field.value);
  else field.value = words;
}

function read(field) {
  if (field.type !== "checkbox") return field.value;
  return fields(field.name).filter((box) => box.checked).map((box) => box.value).join("\n");
}

function note(field) {
  if (!form?.contains(field) || !field.name) return false;
  const answer = { ticket: form.dataset.ticket, question: field.name, words: read(field) };
  const key = `${UNSAVED}${answer.ticket} ${answer.question}`;
  if (pending.get(key)?.words !== answer.words) pending.set(key, answer);
  try { localStorage.setItem(key, answer.words); } catch { /* no room: it is still on its way */ }
  mark(answer, "正在保存……");
  return true;
}

function later(seconds) {
  clearTimeout(waiting);
  waiting = setTimeout(flush, seconds * 1000);
}

function flush() {
  clearTimeout(waiting);
  sending ??= save().finally(() => { sending = null; });
  return sending;
}

// One after the other: what was given later is never overtaken by what was given before.
async function save() {
  while (pending.size) {
    const [key, answer] = pending.entries().next().value;
    const told = await post({ ticket: answer.ticket, question: answer.question, response: answer.words });
    if (!told.saved) {
      if (!refused(key, answer, told)) return;
      continue;
    }
    failures = 0;
    drop(key, answer);
    mark(answer, answer.words.trim() ? `已保存 ${told.saved}` : "没有作答");
    if (answer.ticket !== form?.dataset.ticket) continue;
    tell(answer.ticket, `已保存 ${told.saved}，${progress(told.answered)}`);
    if (told.left !== null) resync(told.left);
  }
}

// Forgotten once saved, unless another answer took its place meanwhile.
function drop(key, answer) {
  if (pending.get(key) === answer) pending.delete(key);
  if (localStorage.getItem(key) === answer.words) localStorage.removeItem(key);
}

// What trying again does not change is told, and the rest goes on; other failures wait.
function refused(key, answer, told) {
  if (told.status === 400 || told.status === 422 || told.status === 409) {
    drop(key, answer);
    mark(answer, `没有保存：${told.detail}`, true);
    tell(answer.ticket, told.detail, true);
    if (told.status === 409 && answer.ticket === form?.dataset.ticket) finish(form.dataset.attempt);
    return true;
  }
  const wait = AGAIN[Math.min(failures++, AGAIN.length - 1)];
  for (const open of pending.values()) mark(open, "还没有保存", true);
  const numbers = [...pending.values()].map((open) => place(open)?.closest("[data-number]").dataset.number);
  const which = numbers.filter(Boolean).join("、");
  tell(answer.ticket, `第 ${which} 题还没有保存：${told.detail} ${wait} 秒后再试。`, true);
  later(wait);
  return false;
}

async function post(body) {
  const headers = { "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(PATIENCE * 1000);
  try {
    const answer = await fetch(own("/papers/answers"), { method: "POST", headers, body: JSON.stringify(body), signal });
    const told = await answer.json();
    return answer.ok ? told : { status: answer.status, detail: String(told.detail) };
  } catch {
    return { status: 0, detail: "连不上程序。" };
  }
}

function place(answer) {
  if (answer.ticket !== form?.dataset.ticket) return null;
  return $(`[data-kept="${CSS.escape(answer.question)}"]`, form);
}

function mark(answer, said, bad = false) {
  const at = place(answer);
  if (!at) return;
  at.textContent = said;
  at.classList.toggle("bad", bad);
}

function tell(ticket, said, bad = false) {
  if (ticket !== form?.dataset.ticket) return;
  const at = $("[data-saving]", form);
  at.textContent = said;
  at.classList.toggle("bad", bad);
}

const resync = (left) => { ends = performance.now() + left * 1000; };

function clock(view) {
  clearInterval(ticking);
  const face = view && $("[data-clock]", view);
  if (!face) return;
  resync(Number(view.dataset.left));
  let tried = -Infinity;
  const tick = () => {
    if (!face.isConnected) { clearInterval(ticking); return; }
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    face.textContent = `剩余时间 ${Math.floor(left / 60)} 分 ${String(left % 60).padStart(2, "0")} 秒`;
    face.parentElement.classList.toggle("short", left <= 60);
    if (left > 0 || performance.now() - tried < LATE * 1000) return;
    tried = performance.now();
    flush();
    setTimeout(() => { if (face.isConnected) finish(view.dataset.attempt); }, WAY * 1000);
  };
  tick();
  ticking = setInterval(tick, 1000);
}

// The page that loads itself again finds what is not saved yet in this browser, and asks nothing.
addEventListener("beforeunload", (leaving) => { if (pending.size && !connection.isStale()) leaving.preventDefault(); });
