// Fields for a day: says below them how what was typed is read, and warns of an end that is over.
import { $, own } from "./dom.js";

export function listen() {
  document.addEventListener("change", (change) => {
    if (change.target.matches?.("input[data-day]")) tell(change.target);
  });
}

// data-day is "first" or "last": which day a month stands for; "valid": the last, and it may be over.
async function tell(field) {
  const place = $(".read", field.closest(".day"));
  const kind = field.dataset.day;
  const asked = new URLSearchParams({ words: field.value, last: kind !== "first", valid: kind === "valid" });
  try {
    const answer = await fetch(own(`/day?${asked}`));
    if (!answer.ok) return;
    const { said, wrong } = await answer.json();
    place.textContent = said;
    place.classList.toggle("wrong", wrong || said.includes("过期"));
    field.setAttribute("aria-invalid", String(wrong));
  } catch {
    place.textContent = ""; // the program is gone: the banner says so
  }
}
