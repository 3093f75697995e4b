// The line across the page: what is said in it, the weightiest first.
import { $ } from "./dom.js";

const said = { lost: "", out: "", notice: "" };

export function say(kind, words) {
  said[kind] = words;
  show();
}

// The banner comes with Gradio's first drawing.
export function show() {
  const banner = $(".banner");
  if (!banner) return;
  const kind = Object.keys(said).find((each) => said[each]) ?? "";
  const words = kind ? said[kind] : "";
  if (banner.dataset.said === `${kind} ${words}`) return;
  banner.dataset.said = `${kind} ${words}`;
  banner.textContent = words;
  banner.hidden = !words;
  if (kind === "out") banner.append(signIn());
}

function signIn() {
  const link = document.createElement("a");
  link.href = document.documentElement.dataset.root ? `${document.documentElement.dataset.root}/signin` : "/signin";
  link.textContent = "重新登录";
  return link;
}
