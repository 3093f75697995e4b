// What Gradio says and does by itself, in another language than the page's.
import { $, $$ } from "./dom.js";

const LANGUAGE = "zh-CN";
const LOST = "与程序的连接断开了。请确认程序还在运行；连上之后本页会自动刷新。";
const BROKEN = "操作没有完成，请再试一次；如果还是不行，请查看程序窗口里的提示。";
const CHART = "柱状图：各案例、各学员的掌握率";

export function listen() {
  const html = document.documentElement;
  new MutationObserver(() => keepLanguage(html)).observe(html, { attributeFilter: ["lang"] });
  const changed = () => { tellNotices(); nameCharts(); };
  new MutationObserver(changed).observe(document.body, { childList: true, subtree: true });
}

// Gradio writes the browser's language there; what is on the page stays Chinese.
function keepLanguage(html) {
  if (html.lang !== LANGUAGE) html.lang = LANGUAGE;
}

// Its notices are English: they stay hidden and are said again; what the program refused, in its own words.
function tellNotices() {
  const toast = $(".toast-body.error, .toast-body.warning");
  const banner = $(".banner");
  if (!banner) return;
  const refused = toast?.querySelector(".toast-message-text")?.textContent ?? "";
  const words = !toast ? "" : toast.textContent.includes("Connection") ? LOST : /[一-鿿]/.test(refused) ? refused : BROKEN;
  if (banner.textContent === words) return;
  banner.textContent = words;
  banner.hidden = !words;
}

function nameCharts() {
  $$('[aria-label="Vega visualization"]').forEach((chart) => chart.setAttribute("aria-label", CHART));
}
