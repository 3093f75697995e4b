// What a screen reader is told when something arrives elsewhere on the page.
import { $, $$ } from "./dom.js";

const LONGEST = 300; // characters of an answer that are read out; the rest is there to be read
const MARKERS = /\[\d+\]/g;

export function say(words) {
  const place = $("#announcement");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 100); // the same words again are said again
}

// An answer is there, or a line says why none is.
export function answered() {
  const note = $("#note")?.textContent.trim();
  if (note) { say(note); return; }
  const turn = $("#live .turn");
  if (!turn) return;
  const words = $$(".sentence, .verdict, .reason, .failure", turn).map((part) => part.textContent.trim());
  const said = words.join(" ").replace(MARKERS, "").replace(/\s+/g, " ");
  const sources = $$(".sources li", turn).length;
  say(`回答：${said.slice(0, LONGEST)}${said.length > LONGEST ? "……" : ""}${sources ? ` 有 ${sources} 处出处。` : ""}`);
}

export function checked(result) {
  const counts = $$(".legend li", result).map((row) => `${$(".sample", row).textContent.slice(2)} ${$("b", row).textContent} 句`);
  say(`核查完成：${counts.join("，")}。`);
}
