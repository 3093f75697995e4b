// Leaving the page: asked where work would be lost; where one typed is found again after a reload.
import * as connection from "./connection.js";
import { $ } from "./dom.js";
import * as fields from "./fields.js";
import * as files from "./files.js";

const KEY = "xinhuoshi-focus";
const RECENT = 60_000; // milliseconds; the focus of longer ago is nobody's wish

export function listen() {
  window.addEventListener("beforeunload", (leaving) => {
    if (!works()) return;
    leaving.preventDefault();
    leaving.stopImmediatePropagation(); // Gradio would hang up at once: a dead page for whoever stays
  }, true);
  window.addEventListener("pagehide", remember);
}

// An upload or a check is under way, and the program is there to go on with it.
function works() {
  if (connection.isLost() || connection.isStale()) return false;
  return files.sending() || Boolean($("#draft-live .running"));
}

function remember() {
  const field = document.activeElement;
  const key = fields.place(field)?.key;
  if (!key) return;
  const { selectionStart: start, selectionEnd: end } = field;
  sessionStorage.setItem(KEY, JSON.stringify({ key, start, end, at: Date.now() }));
}

// The field that had the focus when this page was loaded again has it again, once.
export function refocus() {
  const before = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (!before || Date.now() - before.at > RECENT) return;
  const field = fields.within(document.body).find((each) => fields.place(each)?.key === before.key);
  if (!field?.checkVisibility()) return;
  sessionStorage.removeItem(KEY);
  field.focus({ preventScroll: true });
  if (typeof before.start === "number" && field.setSelectionRange) select(field, before);
}

function select(field, { start, end }) {
  try { field.setSelectionRange(start, end); } catch { /* a box or a dot has no selection */ }
}
