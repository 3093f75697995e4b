// What the page does about what is kept, once it is known whose it is.
import * as chat from "./chat.js";
import * as keeping from "./keeping.js";
import { own } from "./dom.js";
import * as leaving from "./leaving.js";

// The browser's number is known: its handlers find the work of before by a cookie.
export async function known(browser) {
  const { port, account } = document.documentElement.dataset;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (!account) document.cookie = `xinhuoshi-owner-${port}=${browser}; Path=${own("/")}; SameSite=Strict; Max-Age=31536000${secure}`;
  await keeping.begin();
  chat.recover();
  leaving.refocus();
}
