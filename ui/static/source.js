// The source panel: opened by a citation anywhere on the page, and closed again.
import { $, $$ } from "./dom.js";

let opener = null; // the citation it was opened from

export function citations(element, trigger, event) {
  element.addEventListener("click", (click) => {
    const button = click.target.closest("[data-open]");
    if (!button) return;
    unmark();
    button.classList.add("active");
    opener = button;
    trigger(event, {
      document: button.dataset.open,
      start: Number(button.dataset.start),
      end: Number(button.dataset.end),
      paragraph: Number(button.dataset.paragraph),
    });
  });
}

// The words asked for are in the panel.
export function shown() {
  const panel = $("#panel");
  document.body.dataset.source = "open";
  const mark = $("mark", panel);
  const room = $(".original", panel)?.clientHeight ?? 0;
  if (mark) mark.scrollIntoView({ block: mark.getBoundingClientRect().height > room ? "start" : "center" });
  $("h2", panel)?.focus({ preventScroll: true });
}

export const isOpen = () => document.body.dataset.source === "open";

export function close() {
  if (!isOpen()) return;
  delete document.body.dataset.source;
  unmark();
  if (opener?.isConnected) opener.focus();
}

function unmark() {
  $$(".cite.active").forEach((button) => button.classList.remove("active"));
}
