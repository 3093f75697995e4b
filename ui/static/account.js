// Who is signed in, in the masthead; index_page.py writes name and roles at the root of the page.
import * as address from "./address.js";
import { $, own } from "./dom.js";
import * as keeping from "./keeping.js";

export function show() {
  const { account, roles } = document.documentElement.dataset;
  const masthead = $(".masthead");
  if (!account || !masthead || $(".signed-in")) return Boolean(masthead);
  const corner = document.createElement("div");
  corner.className = "signed-in";
  corner.append(link("/password", account));
  if (roles.split(" ").includes("管理员")) corner.append(link("/admin", "管理"));
  corner.append(leaving());
  masthead.append(corner);
  return true;
}

// The masthead comes with Gradio's first drawing.
export function listen() {
  if (show()) return;
  const waiting = new MutationObserver(() => { if (show()) waiting.disconnect(); });
  waiting.observe(document.body, { childList: true, subtree: true });
}

function link(path, words) {
  const made = document.createElement("a");
  made.href = own(path);
  made.textContent = words;
  return made;
}

function leaving() {
  const form = document.createElement("form");
  form.method = "post";
  form.action = own("/signout");
  form.addEventListener("submit", leave);
  const button = document.createElement("button");
  button.type = "submit";
  button.textContent = "退出";
  form.append(button);
  return form;
}

// What was typed goes to the program first; the browser keeps nothing of it.
export async function leave(submit) {
  submit.preventDefault();
  await keeping.forget();
  address.forget();
  submit.target.submit();
}
