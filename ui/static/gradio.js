// What Gradio says and does by itself, in another language than the page's.
import * as banner from "./banner.js";
import { $, $$ } from "./dom.js";

const LANGUAGE = "zh-CN";
const BROKEN = "操作没有完成，请再试一次；如果还是不行，请查看程序窗口里的提示。";
const CHART = "柱状图：各案例、各学员的掌握率";

export function listen() {
  const html = document.documentElement;
  new MutationObserver(() => keepLanguage(html)).observe(html, { attributeFilter: ["lang"] });
  const changed = () => { tellNotices(); nameCharts(); };
  new MutationObserver(changed).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
}

// Gradio writes the browser's language there; what is on the page stays Chinese.
function keepLanguage(html) {
  if (html.lang !== LANGUAGE) html.lang = LANGUAGE;
}

let told = false; // a notice of Gradio's stands in the banner

// Its notices are English: they stay hidden and are said again; what the program refused, in its own words.
function tellNotices() {
  const toast = $(".toast-body.error, .toast-body.warning");
  if (Boolean(toast) === told) return;
  told = Boolean(toast);
  const refused = toast?.querySelector(".toast-message-text")?.textContent ?? "";
  const lost = toast?.textContent.includes("Connection"); // connection.js tells, sooner and till it is back
  banner.say("notice", !toast || lost ? "" : /[一-鿿]/.test(refused) ? refused : BROKEN);
}

function nameCharts() {
  $$('[aria-label="Vega visualization"]').forEach((chart) => chart.setAttribute("aria-label", CHART));
  // Its parts are described in English; the table beside the chart says the same.
  $$(".role-mark [aria-label], [aria-roledescription][aria-label]").forEach((part) => {
    if (part.getAttribute("aria-label") === CHART) return;
    part.removeAttribute("aria-label");
    part.removeAttribute("aria-roledescription");
    part.setAttribute("aria-hidden", "true");
  });
}
