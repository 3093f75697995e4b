// Whether the program is there: asked every moment, told by itself, and picked up again when it is back.
import * as banner from "./banner.js";
import { own } from "./dom.js";

const EVERY = 1500; // milliseconds between an answer and the next question
const WITHIN = 3000; // that an answer may take: with the wait before it, told within five seconds
const IDLE = 1500; // nothing typed for so long: the page may be loaded again
const LOST = "连接断开，正在重连。填写的内容都留着，连上后本页会自己恢复。";
const OUT = "登录已经过期，请重新登录。填写的内容都留着，登录后接着做。";

const LONG = 10_000; // without an answer: what the program held of this page may be gone

let lost = 0; // since when, milliseconds; 0 for not
let cut = false; // refused, not only slow
let out = false;
let typedAt = 0;
let composing = false;
let waiting = null; // the next question
let listening = false;
let stale = false; // the page is to be loaded again as soon as nobody types
const back = []; // what is done when the program is there again

export const isLost = () => Boolean(lost);
export const whenBack = (work) => { back.push(work); };

export function listen() {
  listening = true;
  document.addEventListener("input", () => { typedAt = Date.now(); }, true);
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { composing = false; }, true);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  window.addEventListener("offline", beat);
  window.addEventListener("online", beat);
  beat();
}

async function beat() {
  clearTimeout(waiting);
  if (await answers()) up();
  else down();
  clearTimeout(waiting);
  waiting = setTimeout(beat, EVERY);
}

async function answers() {
  try {
    const signal = AbortSignal.timeout(WITHIN);
    return (await fetch(own("/healthz"), { cache: "no-store", signal })).ok;
  } catch (error) {
    cut ||= error.name !== "TimeoutError";
    return false;
  }
}

function down() {
  lost ||= Date.now();
  banner.say("lost", LOST);
}

function up() {
  if (!lost) return;
  // Gradio takes a page whose connection was cut for closed.
  const gone = cut || Date.now() - lost > LONG;
  lost = 0;
  cut = false;
  banner.say("lost", "");
  for (const work of back) work();
  if (gone) again();
}

// Nobody is signed in any more, or somebody is again.
export function signedOut(yes) {
  if (out === yes) return;
  out = yes;
  banner.say("out", yes ? OUT : "");
}

// Load the page again, with everything that was typed, but not under somebody's hands.
export function again() {
  if (stale || !listening) return; // a page that came of a form would send it again
  stale = true;
  const look = () => {
    if (composing || lost || out || Date.now() - typedAt < IDLE) setTimeout(look, IDLE / 3);
    else location.reload();
  };
  look();
}

export const isStale = () => stale;
