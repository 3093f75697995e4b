// The source panel: opened by a citation anywhere on the page, and closed again.
import { $, $$, isWide } from "./dom.js";

let opener = null; // the citation it was opened from

export function citations(element, trigger, event) {
  pictures();
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

// Pictures of scans, drawn in the panel: each is shown at the words that were asked for.
let listens = false;
function pictures() {
  if (listens) return;
  listens = true;
  for (const event of ["load", "error", "toggle"]) document.addEventListener(event, placed, true);
}

function placed({ target, type }) {
  const paper = target.matches?.(".scan-place, .scan-place *") && $(".paper", target.closest(".scan-place"));
  if (!paper) return;
  if (type === "error") $(".sheet", paper).classList.add("none");
  const box = $(".box", paper);
  if (box) paper.scrollTop = box.offsetTop - paper.clientHeight / 2;
}

// The words asked for are in the panel.
export function shown() {
  const panel = $("#panel");
  document.body.dataset.source = "open";
  const mark = $("mark", panel);
  const room = $(".original", panel)?.clientHeight ?? 0;
  if (mark) mark.scrollIntoView({ block: mark.getBoundingClientRect().height > room ? "start" : "center" });
  $("h2", panel)?.focus({ preventScroll: true });
  if (!isWide()) opener?.scrollIntoView({ block: "nearest" }); // it takes room below what it is about
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
