// The 文库 tab: sends the chosen files, one after the other, then says which they are.
import * as desk from "./desk.js";
import * as files from "./files.js";

export function shelves(element, trigger, watch, event, upload) {
  desk.acts(element, trigger, event);
  watch("value", () => desk.shown(element));
  element.addEventListener("change", async (change) => {
    const field = change.target;
    if (field.type !== "file" || !field.files.length) return;
    desk.busy(element, true);
    const sent = await sendAll([...field.files], Number(field.dataset.files), Number(field.dataset.limit));
    field.value = ""; // so that the same file can be chosen again
    trigger(upload, { files: sent, replaces: field.dataset.replaces || "" });
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
