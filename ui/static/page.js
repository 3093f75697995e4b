// The page: its tabs, and which button outside of them does what. Regions get theirs in ui/scripts.py.
import * as account from "./account.js";
import * as chat from "./chat.js";
import * as check from "./check.js";
import { copy } from "./copying.js";
import { $, $$, isWide } from "./dom.js";
import * as gradio from "./gradio.js";
import * as history from "./history.js";
import * as source from "./source.js";

const BOXES = { ask: chat.box, check: check.box }; // where typing begins in a tab

document.addEventListener("click", (click) => {
  const button = click.target.closest("button");
  if (!button) return;
  if ("tab" in button.dataset) enter(button.dataset.tab);
  if ("question" in button.dataset) chat.askExample(button.dataset.question);
  if ("fill" in button.dataset) chat.fill(button.dataset.fill);
  if ("copy" in button.dataset) copy(button);
  if ("close" in button.dataset) source.close();
  if ("fold" in button.dataset) check.fold();
  if ("menu" in button.dataset) history.drawer(!history.isDrawn());
});

// One press closes what lies on top.
document.addEventListener("keydown", (key) => {
  if (key.key !== "Escape" || $("dialog[open]")) return;
  if (source.isOpen()) source.close();
  else if (check.isBeside()) check.fold();
  else if (history.isDrawn()) { history.drawer(false); $("[data-menu]").focus(); }
});

function enter(tab) {
  document.body.dataset.tab = tab;
  $$("button[data-tab]").forEach((button) => {
    if (button.dataset.tab === tab) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
  source.close();
  const box = BOXES[tab]?.();
  if (box?.checkVisibility() && isWide()) box.focus();
}

account.listen();
chat.listen();
gradio.listen();
