// The page: its tabs, and which button outside of them does what. Regions get theirs in ui/scripts.py.
import * as account from "./account.js";
import * as address from "./address.js";
import * as appearance from "./appearance.js";
import * as banner from "./banner.js";
import * as chat from "./chat.js";
import * as check from "./check.js";
import * as connection from "./connection.js";
import { copy } from "./copying.js";
import * as days from "./days.js";
import { $, $$, isWide } from "./dom.js";
import * as gradio from "./gradio.js";
import * as help from "./help.js";
import * as history from "./history.js";
import * as keeping from "./keeping.js";
import * as keyboard from "./keyboard.js";
import * as leaving from "./leaving.js";
import * as source from "./source.js";
import * as streams from "./streams.js";

const BOXES = { ask: chat.box, check: check.box }; // where typing begins in a tab

document.addEventListener("click", (click) => {
  const button = click.target.closest("button");
  if (!button) return;
  if ("tab" in button.dataset) { enter(button.dataset.tab); address.entered(button.dataset.tab); }
  if ("question" in button.dataset) chat.askExample(button.dataset.question);
  if ("sample" in button.dataset) check.fill(button.dataset.sample);
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
  else if (history.isDrawn()) { history.drawer(false); $("button[data-menu]").focus(); }
});

function enter(tab) {
  document.body.dataset.tab = tab;
  mark();
  source.close();
  const box = BOXES[tab]?.();
  if (box?.checkVisibility() && isWide()) box.focus();
}

// The masthead comes with Gradio's first drawing, maybe after the tab was chosen.
function mark() {
  const tab = document.body.dataset.tab || "ask";
  $$("button[data-tab]").forEach((button) => {
    if (button.dataset.tab === tab) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
}

const drawn = new MutationObserver(() => {
  if (!$(".masthead")) return;
  drawn.disconnect();
  mark();
  banner.show();
});
drawn.observe(document.body, { childList: true, subtree: true });

streams.listen(); // before Gradio asks for anything
account.listen();
appearance.listen();
keeping.listen();
connection.listen();
leaving.listen();
address.begin(enter);
chat.listen();
days.listen();
gradio.listen();
help.listen();
history.listen();
keyboard.listen();
