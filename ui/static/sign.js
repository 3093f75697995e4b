// The small sign beside a field: whether what is typed is kept, and what another window wrote into it.
import { $ } from "./dom.js";

const WORDS = { waits: "", kept: "已保存", failed: "未保存，正在重试" };
const SHOWN = 60; // letters of another text that are shown
const signs = new WeakMap(); // holder -> sign

const holder = (field) =>
  field.closest("#question, #draft, #way") ?? field.closest("fieldset") ?? field.closest("label") ?? field.parentElement;

export function show(field, state, words = WORDS[state] ?? "") {
  const place = holder(field);
  if (!place) return;
  const sign = signs.get(place) ?? made(place);
  place.classList.add("keeps");
  if (sign.parentElement !== place) place.append(sign);
  if (state === "waits" && sign.dataset.state === "failed") return; // until it is known to be kept
  sign.dataset.state = state;
  if (sign.textContent !== words) sign.textContent = words;
  sign.setAttribute("role", state === "failed" || state === "refused" ? "alert" : "none");
}

function made(place) {
  const sign = document.createElement("small");
  sign.className = "kept-sign";
  signs.set(place, sign);
  return sign;
}

// Another text for the field, to be taken or not; what stands in it stays until then.
export function offer(field, value, take, words = "另一个窗口里改成了") {
  const place = holder(field);
  $(".kept-other", place)?.remove();
  const line = document.createElement("span");
  line.className = "kept-other";
  line.setAttribute("role", "status");
  const said = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  line.append(`${words}“${said}”`, button("采用", () => take(value)), button("不用", () => take(null)));
  place.append(line);

  function button(label, done) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", (click) => { click.preventDefault(); line.remove(); done(); });
    return made;
  }
}
