// The address bar says what is shown, #/培训/学习卡/案例, so that a link, a reload and 后退 lead there.
import * as banner from "./banner.js";
import { $ } from "./dom.js";

const TABS = { ask: "问答", check: "核查", train: "培训", library: "文库" };
// Of each region that has views: the act that shows one -> its name. Behind it stands the id of one thing.
const VIEWS = {
  "train-desk": {
    home: "练习", resume: "本轮", wrong: "错题本", cards: "学习卡", card: "学习卡", progress: "我的进度",
    papers: "试卷", paper: "答卷",
    bank: "题库", edit: "改题", new: "新题", compose: "组卷", appeals: "申诉",
    results: "成绩", result: "试卷成绩", mastery: "掌握情况", settings: "试卷设置",
    study: "课程", course: "看课程", courses: "课程安排", certificates: "证书",
  },
  "library-desk": { list: "资料", open: "看资料", shelf: "待入库" },
  "feedback-desk": { lists: "反馈", write: "核定答案", close: "资料" },
};
// What other acts lead to.
const LEADS = {
  "train-desk": {
    "ten": "resume", "practise": "resume", "again": "resume", "answer": "resume", "next": "resume", "appeal": "resume",
    "save": "bank", "insert": "bank", "hide": "bank", "show": "bank",
    "make": "results", "uphold": "appeals", "reject": "appeals",
    "look": "resume", "retry": "resume", "start": "paper", "read": "study", "step": "study",
    "set": "results", "take": "bank", "course-make": "courses", "course-archive": "courses", "course-revive": "courses",
    "choose": "home", "add": "home", "leave": "home",
  },
  "library-desk": {
    "upload": "shelf", "merge": "shelf", "split": "shelf", "rename": "shelf",
    "scan-page": "shelf", "scan-correct": "shelf", "scan-restore": "shelf",
    "store": "list", "discard": "list", "remove": "list",
  },
  "feedback-desk": { settle: "lists", dismiss: "lists", withdraw: "lists", approve: "lists" },
};
const REGIONS = { train: ["train-desk"], library: ["library-desk", "feedback-desk"] };
const PLAIN = { "train-desk": "home", "library-desk": "list" }; // what a tab begins with: no word of its own
const CHAT = "对话";
const NEW = "新对话";
const KEY = `xinhuoshi-address ${document.documentElement.dataset.account ?? ""}`; // outlives signing in again
const NOWHERE = "没有这个地址，已回到“问答”。请检查链接是否完整。";

const senders = {}; // region -> what shows a view of it
const current = {}; // tab -> its address
let wished = null; // {region, act, id} of an address that could not be shown yet
let entering = () => {};

// Whether the address names one view of a tab.
export const leads = () => decoded(location.hash).length > 1;

const path = (...parts) => `#/${parts.filter((part) => part !== "").map(encodeURIComponent).join("/")}`;
const decoded = (hash) => hash.replace(/^#\/?/, "").split("/").map(unescaped).filter(Boolean);

function unescaped(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

const tabOf = (name) => Object.keys(TABS).find((tab) => TABS[tab] === name);

function parsed(hash) {
  const [name, view = "", ...rest] = decoded(hash);
  const tab = tabOf(name);
  if (!tab) return null;
  const id = rest.join("/");
  if (!view) return { tab, region: REGIONS[tab]?.[0], act: PLAIN[REGIONS[tab]?.[0]], id: "" };
  for (const region of REGIONS[tab] ?? []) {
    const act = Object.keys(VIEWS[region]).find((each) => VIEWS[region][each] === view);
    if (act) return { tab, region, act, id };
  }
  return tab === "ask" && (view === CHAT || view === NEW) ? { tab, id: view === NEW ? "new" : id } : null;
}

// Where the page begins: at its address, or where this window was before.
export function begin(enter) {
  entering = enter;
  const hash = location.hash || (sessionStorage.getItem(KEY) ?? "");
  if (hash && !location.hash) history.replaceState(null, "", hash);
  window.addEventListener("popstate", () => go(false));
  if (hash) go(true);
  else current.ask = path(TABS.ask);
}

function go(first) {
  const to = parsed(location.hash || path(TABS.ask));
  if (!to) {
    banner.say("notice", NOWHERE);
    history.replaceState(null, "", path(TABS.ask));
    entering("ask");
    return;
  }
  current[to.tab] = location.hash;
  remember();
  entering(to.tab);
  if (to.region && !(first && to.act === PLAIN[to.region])) show(to);
  else if (to.tab === "ask" && !first && to.id) senders.history?.(to.id);
}

function show({ region, act, id }) {
  wished = { region, act, id };
  fulfil(region);
}

// A region is ready to be asked for a view; one that was wished for before is asked for now.
export function ready(region, send) {
  senders[region] = send;
}

export function fulfil(region) {
  if (wished?.region !== region || !senders[region]) return;
  const { act, id } = wished;
  wished = null;
  if (act === "card" || act === "cards") senders[region](id ? "card" : "cards", "", id ? { case: id } : {});
  else senders[region](act, id);
}

// A region shows something else now, because of an act of the user's.
export function acted(region, act, id, values) {
  const view = VIEWS[region]?.[act] ? act : LEADS[region]?.[act];
  const tab = Object.keys(REGIONS).find((each) => REGIONS[each].includes(region));
  if (!view || !tab || wished?.region === region) return; // what was wished for comes next
  const named = VIEWS[region][act] || act === "start"; // a paper that is begun is the paper that is shown
  const own = named ? (act === "card" ? String(values?.case ?? "") : id) : "";
  if (view === PLAIN[region] && (own === "" || own === "0")) move(tab, path(TABS[tab]));
  else move(tab, path(TABS[tab], VIEWS[region][view], own === "0" ? "" : own));
}

export const entered = (tab) => move(tab, current[tab] ?? path(TABS[tab]));

// The conversation that is shown: the list on the left marks it.
export function conversation(chosen) {
  const id = $(".history li.current .open")?.dataset.id;
  const to = id ? path(TABS.ask, CHAT, id) : path(TABS.ask, NEW);
  move("ask", to, !chosen);
}

// What of the conversations the page is to begin with: an id, "new", or "" for the latest.
export function asked() {
  const to = parsed(location.hash);
  return to?.tab === "ask" ? to.id : "";
}

function move(tab, to, instead = false) {
  current[tab] = to;
  if ((document.body.dataset.tab || "ask") !== tab) return; // another tab is looked at
  if (decoded(location.hash).join("/") === decoded(to).join("/")) return;
  if (instead) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  remember();
}

const remember = () => sessionStorage.setItem(KEY, location.hash);
export const forget = () => sessionStorage.removeItem(KEY);
