// A recognised page beside its picture: a line that is chosen is shown there, enlarged, and can be corrected.
import { $, $$ } from "./dom.js";

const AROUND = 0.15; // of a line's box, shown above and below it
const LARGEST = 4; // times that a line is enlarged at most

export function lines(element) {
  element.addEventListener("click", (click) => {
    const line = click.target.closest(".scan [data-line]");
    if (line) choose(line.closest(".scan"), line.dataset.line);
  });
  // A picture that is not there says so in words.
  element.addEventListener("error", (error) => {
    if (error.target.matches?.(".sheet img")) error.target.closest(".sheet").classList.add("none");
  }, true);
}

function choose(scan, number) {
  const words = $(`.read [data-line="${number}"]`, scan);
  const box = $(`.box[data-line="${number}"]`, scan);
  if (!words || !box) return;
  $$(".on", scan).forEach((each) => each.classList.remove("on"));
  words.classList.add("on");
  box.classList.add("on");
  const fix = $(".fix", scan);
  fix.hidden = false;
  const field = $("input:not([type=hidden])", fix);
  field.value = words.dataset.text;
  $("input[type=hidden]", fix).value = words.dataset.text;
  $("[data-do]", fix).dataset.id = `${scan.dataset.scan}:${number}`;
  enlarge($(".strip", fix), $(".sheet img", scan), box);
  const paper = $(".paper", scan);
  paper.scrollTop = box.offsetTop - paper.clientHeight / 2;
  words.scrollIntoView({ block: "nearest" });
  field.focus({ preventScroll: true });
  fix.scrollIntoView({ block: "nearest" });
}

function enlarge(strip, image, box) {
  strip.hidden = !image.naturalWidth;
  if (strip.hidden) return;
  const wide = Math.min(LARGEST, strip.clientWidth / box.offsetWidth);
  const room = AROUND * box.offsetHeight;
  strip.style.height = `${(box.offsetHeight + 2 * room) * wide}px`;
  strip.style.backgroundImage = `url("${image.src}")`;
  strip.style.backgroundSize = `${image.clientWidth * wide}px auto`;
  strip.style.backgroundPosition = `${-box.offsetLeft * wide}px ${-(box.offsetTop - room) * wide}px`;
}
