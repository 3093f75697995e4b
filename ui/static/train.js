// The 培训 tab: knows the trainee again; papers are taken in paper.js.
import * as address from "./address.js";
import * as desk from "./desk.js";
import { $, content } from "./dom.js";
import * as files from "./files.js";
import * as papers from "./paper.js";

const KEY = "xinhuoshi-trainee"; // who learned here last
const PAPER = "xinhuoshi-paper"; // whose paper is being taken: trainee and paper
const AGAIN = 3; // seconds until it is asked again whether the questions are made
const REGION = "train-desk";
const NOTE = "train-note";

let lookAgain = () => {};
let goOn = () => {};
let looking = 0;
let fresh = true; // nothing was shown to a trainee since the page was opened

export function learning(element, trigger, watch, event, bring) {
  const send = (does, id) => desk.send(element, trigger, event, does, id, null);
  lookAgain = () => send("home", "");
  goOn = () => resume(element, send);
  element.addEventListener("click", (click) => {
    if (click.target.closest("[data-do=leave]:enabled")) localStorage.removeItem(KEY);
  });
  papers.paper(element, send);
  element.addEventListener("change", (change) => { if (change.target.matches("[data-import]")) read(change.target); });
  const read = async (field) => {
    if (!field.files.length) return;
    desk.busy(element, true);
    const file = await files.send(field.files[0], Number(field.dataset.limit));
    field.value = ""; // so that the same file can be chosen again
    trigger(bring, { file });
  };
  desk.acts(element, trigger, event);
  watch("value", () => {
    const acted = element.classList.contains("busy"); // another act is taken only when this one is done
    remember(element);
    desk.shown(element);
    papers.shown(element);
    chooseLast(element, send);
    if ($("[data-trainee]", element) && !desk.isBusy(element)) address.fulfil(REGION);
    if (!acted) goOn();
  });
  if ($("[data-trainee]", element)) address.fulfil(REGION);
}

export function done() {
  desk.done(REGION, NOTE);
  goOn();
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

// A page that is opened again goes on with the paper that was on it.
function resume(element, send) {
  const who = $("[data-trainee]", element)?.dataset.trainee;
  if (!who) return;
  const [whose, last] = (localStorage.getItem(PAPER) || "").split(" ");
  const open = $("[data-paper]", element)?.dataset.paper;
  const again = fresh && whose === who && last && !open && !address.leads() && !desk.isBusy(element);
  fresh = false;
  if (again) send("paper", last);
  else if (open) localStorage.setItem(PAPER, `${who} ${open}`);
  else localStorage.removeItem(PAPER);
}
