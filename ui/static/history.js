// The list of earlier conversations: open, begin, delete; on a phone a drawer.
import * as address from "./address.js";
import { box } from "./chat.js";
import { $, isWide } from "./dom.js";
import * as source from "./source.js";

const QUESTIONS = {
  delete: "删除这个对话？删除后不能恢复。",
  clear: "删除本浏览器的全部对话？删除后不能恢复。",
};

let chosen = false; // the user chose another conversation: 后退 leads back

export function conversations(element, trigger, watch, event) {
  address.ready("history", (id) => trigger(event, { action: id === "new" ? "new" : "open", id: Number(id) || 0 }));
  watch("value", () => { address.conversation(chosen); chosen = false; });
  element.addEventListener("click", async (click) => {
    const button = click.target.closest("[data-action]");
    if (!button) return;
    const action = button.dataset.action;
    if (action in QUESTIONS && !(await confirmed(QUESTIONS[action]))) return;
    while ($(".turn.pending")) await new Promise((go) => setTimeout(go, 60)); // the answer lands first
    chosen = true;
    trigger(event, { action, id: Number(button.dataset.id || 0) });
    if (action === "open" || action === "new") drawer(false);
    if (action === "new") box().focus();
    source.close();
  });
}

function confirmed(words) {
  const dialog = $("dialog.confirm");
  $("p", dialog).textContent = words;
  return new Promise((resolve) => {
    const answer = (yes) => () => { dialog.onclose = null; dialog.close(); resolve(yes); };
    $("[data-yes]", dialog).onclick = answer(true);
    $("[data-no]", dialog).onclick = answer(false);
    dialog.onclose = () => resolve(false); // Esc
    dialog.showModal();
    $("[data-no]", dialog).focus();
  });
}

export const isDrawn = () => document.body.dataset.menu === "open";

// It covers everything below the masthead, which then takes no focus.
export function drawer(open) {
  document.body.dataset.menu = open ? "open" : "";
  $("button[data-menu]").setAttribute("aria-expanded", String(open));
  $("#middle").inert = open;
  if (open) $("#history .new")?.focus();
}

// Where there is room the list always shows; another tab has none.
export function listen() {
  matchMedia("(min-width: 760px)").addEventListener("change", () => { if (isDrawn() && isWide()) drawer(false); });
  document.addEventListener("click", (click) => { if (isDrawn() && click.target.closest(".tabs [data-tab]")) drawer(false); });
}
