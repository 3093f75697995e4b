// The 培训 tab: knows the trainee again, keeps a paper's answers, runs its clock.
import * as desk from "./desk.js";
import { $, content } from "./dom.js";

const KEY = "xinhuoshi-trainee"; // who learned here last
const AGAIN = 3; // seconds until it is asked again whether the questions are made
const REGION = "train-desk";
const NOTE = "train-note";

let lookAgain = () => {};
let looking = 0;
let ticking = 0;

export function learning(element, trigger, watch, event, keeping) {
  const send = (does, id) => desk.send(element, trigger, event, does, id, null);
  lookAgain = () => send("home", "");
  element.addEventListener("click", (click) => {
    if (click.target.closest("[data-do=leave]:enabled")) localStorage.removeItem(KEY);
  });
  desk.acts(element, trigger, event);
  element.addEventListener("change", (change) => keep(change.target, trigger, keeping));
  watch("value", () => {
    remember(element);
    clock(element);
    desk.shown(element);
    chooseLast(element, send);
  });
}

// Every answer on a paper is kept as it is given, so that a closed page loses nothing.
function keep(field, trigger, keeping) {
  const attempt = field.closest("form")?.dataset.keep;
  if (attempt) trigger(keeping, { id: attempt, question: field.name, form: { response: field.value } });
}

export const kept = () => desk.told(NOTE);

export function done() {
  desk.done(REGION, NOTE);
  clearTimeout(looking);
  const making = $("[data-making]", content(REGION));
  if (making) looking = setTimeout(() => { if (making.matches("#page [data-making]")) lookAgain(); }, AGAIN * 1000);
}

function remember(element) {
  const who = $("[data-trainee]", element);
  if (who) localStorage.setItem(KEY, who.dataset.trainee);
}

function chooseLast(element, send) {
  const last = $("[data-trainees]", element) && localStorage.getItem(KEY);
  if (last && $(`[data-do=choose][data-id="${CSS.escape(last)}"]`, element)) send("choose", last);
}

function clock(element) {
  clearInterval(ticking);
  const place = $("[data-deadline]", element);
  if (!place) return;
  const tell = () => {
    if (!place.matches("#page [data-deadline]")) { clearInterval(ticking); return; }
    const left = Math.max(0, Math.round(Number(place.dataset.deadline) - Date.now() / 1000));
    place.textContent = `剩余时间 ${Math.floor(left / 60)} 分 ${String(left % 60).padStart(2, "0")} 秒`;
    place.classList.toggle("short", left <= 60);
    if (left > 0) return;
    clearInterval(ticking);
    $("[data-do=hand]", element)?.click();
  };
  tell();
  ticking = setInterval(tell, 1000);
}
