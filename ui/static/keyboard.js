// Keys that work anywhere on the page; 帮助 lists them (templates/help/help.html).
import * as appearance from "./appearance.js";
import { $, $$ } from "./dom.js";
import * as help from "./help.js";

export function listen() {
  document.addEventListener("keydown", (key) => {
    if (key.defaultPrevented || key.isComposing || $("dialog[open]")) return;
    const does = meant(key);
    if (!does) return;
    key.preventDefault();
    does();
  });
}

function meant(key) {
  const { altKey: alt, target } = key;
  const control = key.ctrlKey || key.metaKey;
  const digit = /^Digit([1-9])$/.exec(key.code)?.[1];
  const tab = digit && alt && !control && $$(".tabs [data-tab]")[digit - 1];
  if (tab) return () => enter(tab);
  if (control && key.key === "Enter" && target.matches("#draft textarea")) return () => $("#draft-go").click();
  if (alt || control || typing(target) || !appearance.is("keys")) return null;
  return { "?": help.open, "？": help.open, "/": ask, "、": ask }[key.key]; // the second as a Chinese keyboard sends it
}

const typing = (target) => target.matches("input, textarea, select, [contenteditable]");

function enter(tab) {
  tab.click();
  if (document.activeElement === document.body || !document.activeElement.checkVisibility()) tab.focus();
}

function ask() {
  $(".tabs [data-tab=ask]").click();
  $("#question textarea").focus();
}
