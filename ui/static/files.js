// Files between the browser and the program, over routes of their own.
import { $, own } from "./dom.js";

let underway = 0; // uploads
export const sending = () => underway > 0;

// What is said of a file to a tab's handler; the token stands for the bytes that arrived.
export const unsent = (file) => ({ name: file.name, size: file.size, token: "", said: "" });

export async function send(file, limit) {
  const sent = unsent(file);
  if (file.size > limit) return sent;
  underway += 1;
  try {
    const to = own(`/files?name=${encodeURIComponent(file.name)}`);
    const headers = { "Content-Type": "application/octet-stream" };
    const answer = await fetch(to, { method: "POST", headers, body: file });
    const told = await answer.json();
    if (answer.ok) sent.token = told.token;
    else sent.said = String(told.detail);
  } catch {
    // cut off on its way, or the program is gone: no token, and the handler says so
  } finally {
    underway -= 1;
  }
  return sent;
}

export function save(element, watch) {
  watch("value", () => {
    const file = $("[data-file]", element);
    if (!file) return;
    const link = document.createElement("a");
    link.href = file.dataset.file;
    link.download = file.dataset.name;
    link.click();
  });
}
