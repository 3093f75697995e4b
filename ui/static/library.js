// The 文库 tab: sends the chosen files, one after the other, then says which they are.
import * as address from "./address.js";
import * as desk from "./desk.js";
import { $ } from "./dom.js";
import * as files from "./files.js";
import * as scans from "./scans.js";

export function shelves(element, trigger, watch, event, upload, stop) {
  desk.acts(element, trigger, event);
  scans.lines(element);
  stops(element, trigger, stop);
  watch("value", () => { desk.shown(element); if (!desk.isBusy(element)) address.fulfil("library-desk"); });
  if ($(".library", element)) address.fulfil("library-desk"); // else the page's own beginning comes first
  element.addEventListener("change", async (change) => {
    const field = change.target;
    if (field.type !== "file" || !field.files.length) return;
    desk.busy(element, true);
    const sent = await sendAll([...field.files], Number(field.dataset.files), Number(field.dataset.limit));
    field.value = ""; // so that the same file can be chosen again
    desk.began(element, "upload");
    trigger(upload, { files: sent, replaces: field.dataset.replaces || "" });
  });
}

function stops(element, trigger, event) {
  element.addEventListener("click", (click) => {
    const button = click.target.closest("[data-stop]");
    if (!button || button.disabled) return;
    button.disabled = true;
    button.textContent = "正在取消…";
    trigger(event, {});
  });
}

// Too many are refused without being sent.
async function sendAll(chosen, most, limit) {
  if (chosen.length > most) return chosen.slice(0, most + 1).map(files.unsent);
  const sent = [];
  for (const file of chosen) sent.push(await files.send(file, limit));
  return sent;
}

export const done = () => desk.done("library-desk", "library-note");
