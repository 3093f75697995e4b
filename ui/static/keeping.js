// What is typed is kept: at once in the browser, a moment later by the program, until it is sent.
import * as connection from "./connection.js";
import * as fields from "./fields.js";
import * as local from "./local.js";
import * as sign from "./sign.js";
import { own } from "./dom.js";

const PAUSE = 700; // milliseconds without a letter until it is sent
const MOST = 2500; // that typing on can put it off
const AGAIN = 2000; // until a failed try is repeated
const OTHERS = 8000; // between two looks for what other windows wrote
const ROOM = 600_000; // characters sent in one go
const NAMING = ["name", "data-id", "data-do", "data-form", "data-of", "data-go"]; // what makes a key
const here = local.pageId();

const known = new Map(); // key -> {value, revision} as the program has it
const pending = new Map(); // key -> {value or null, at}: typed and not confirmed
const going = new Set(); // keys of a form on its way
const shown = new Map(); // key -> the field on the page
const seen = new WeakMap(); // field -> its key when it was looked at last
const restored = new WeakMap(); // field -> the key under which it got back what was typed into it
const beaten = new Map(); // key -> what was typed here before another window's later text
let begun = false;
let run = ""; // of the program
let newest = 0; // revision that was heard of
let first = 0; // since when something waits
let timer = null;
let sending = null;

export async function begin() {
  if (begun) return;
  for (const [key, entry] of local.all()) if (!pending.has(key)) pending.set(key, entry);
  connection.whenBack(() => { flush(); others(); });
  local.heard(others);
  setInterval(() => { if (!document.hidden) others(); }, OTHERS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) others(); });
  await load();
}

async function load() {
  let told = await ask("/drafts");
  while (!told) {
    await new Promise((go) => setTimeout(go, AGAIN));
    told = await ask("/drafts");
  }
  fields.know(told.declared);
  hear(told.fields);
  begun = true;
  look(document.body);
  flush();
}

export function kept(key) {
  return pending.has(key) ? pending.get(key).value : known.get(key)?.value ?? null;
}

export function listen() {
  for (const event of ["input", "change"]) document.addEventListener(event, (said) => typed(said.target), true);
  new MutationObserver(changed).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: NAMING,
  });
  look(document.body);
}

// Views come and go, or become others in place.
function changed(changes) {
  const roots = new Set();
  for (const { type, target, addedNodes } of changes) {
    if (type === "attributes") roots.add(target.closest("form") ?? target);
    else for (const node of addedNodes) if (node.nodeType === 1) roots.add(node.closest("form") ?? node);
  }
  for (const root of roots) if (root.isConnected) look(root);
}

// Fields that came onto the page get back what was typed into them.
export function look(root) {
  const placed = fields.within(root).map((field) => [field, fields.place(field)]).filter(([, at]) => at);
  for (const [field, at] of placed) { // before any of them is filled in
    fields.given(field);
    if (seen.has(field) && seen.get(field) !== at.key) fields.reset(field);
    seen.set(field, at.key);
  }
  if (!begun) return;
  for (const [field, at] of placed) {
    if (restored.get(field) === at.key || going.has(at.key) || !fields.rule(at)) continue;
    restored.set(field, at.key);
    restore(field, at.key);
  }
}

function restore(field, key) {
  shown.set(key, field);
  if (beaten.has(key)) offerBeaten(field, key);
  const value = kept(key);
  const holds = fields.read(field);
  if (holds !== fields.given(field)) { // typed before it was known what is kept
    if (value !== null && value !== holds) sign.offer(field, value, taking(field, key), "上次写的是");
    note(key, holds);
    return;
  }
  if (value === null) return;
  if (value !== holds) fields.write(field, value);
  sign.show(field, pending.has(key) ? "waits" : "kept");
}

export function typed(field) {
  if (fields.isWriting()) return;
  const at = fields.place(field);
  if (!at || (begun && !fields.rule(at))) return;
  if (!begun) return; // look() finds it
  shown.set(at.key, field);
  const value = fields.read(field);
  note(at.key, value === fields.given(field) ? null : value);
  sign.show(field, pending.has(at.key) ? "waits" : kept(at.key) === null ? "" : "kept");
}

// To be kept from now on under a key, or with null not any more.
export function note(key, value) {
  if (value === kept(key)) return;
  const entry = { value, at: Date.now() };
  pending.set(key, entry);
  local.put(key, entry);
  first ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(flush, Math.max(0, Math.min(PAUSE, first + MOST - Date.now())));
}

// Send what waits; what comes meanwhile goes with the next.
export async function flush() {
  clearTimeout(timer);
  while (sending) await sending;
  if (!begun || !pending.size) return;
  sending = send(batch());
  const fine = await sending;
  sending = null;
  if (!fine) retry();
  else if (pending.size) timer = setTimeout(flush, PAUSE);
  first = 0;
}

function batch() {
  const some = [];
  let size = 0;
  for (const [key, entry] of pending) {
    size += entry.value?.length ?? 0;
    if (some.length && size > ROOM) break;
    some.push([key, entry]);
  }
  return some;
}

async function send(some) {
  const changes = some.map(([field, { value, at }]) => ({ field, value, ago: Math.max(0, Date.now() - at) }));
  const told = await ask("/drafts", { page: here, changes });
  if (!told) return false;
  const asked = new Map(some);
  for (const outcome of told.fields) confirmed(outcome, asked.get(outcome.field));
  local.tell();
  return true;
}

function confirmed({ field: key, revision, newer, refused }, entry) {
  const field = onPage(key);
  if (pending.get(key) === entry) pending.delete(key);
  if (newer) { overtaken(field, key, newer, entry.value); return; }
  if (refused) { if (field) sign.show(field, "refused", refused); return; } // stays in the browser
  if (entry.value === null) known.delete(key);
  else known.set(key, { value: entry.value, revision });
  newest = Math.max(newest, revision);
  if (pending.has(key)) return;
  local.drop(key);
  if (field) sign.show(field, entry.value === null ? "" : "kept");
}

// Another window wrote later: that is kept, and what was written here is offered, not thrown away.
function overtaken(field, key, newer, mine) {
  known.set(key, newer);
  if (mine === null || mine === newer.value) { local.drop(key); return; }
  if (!field) { beaten.set(key, mine); return; }
  if (fields.read(field) === mine && document.activeElement === field) {
    sign.offer(field, newer.value, taking(field, key));
  } else {
    fields.write(field, newer.value);
    beaten.set(key, mine);
    offerBeaten(field, key);
  }
}

const offerBeaten = (field, key) => sign.offer(field, beaten.get(key), taking(field, key), "这里先前写的是");

const taking = (field, key) => (value) => {
  local.drop(key);
  beaten.delete(key);
  if (value !== null) fields.write(field, value);
  note(key, fields.read(field));
};

function retry() {
  for (const key of pending.keys()) {
    const field = onPage(key);
    if (field) sign.show(field, "failed");
  }
  timer = setTimeout(flush, AGAIN);
}

const onPage = (key) => shown.get(key)?.isConnected ? shown.get(key) : null;

// What other windows wrote meanwhile.
async function others() {
  if (!begun || connection.isLost()) return;
  const told = await ask(`/drafts/new?after=${newest}`);
  if (told) hear(told.fields);
}

function hear(changes) {
  for (const { field: key, value, revision, page } of changes) {
    newest = Math.max(newest, revision);
    if (page === here && begun) continue;
    known.set(key, { value, revision });
    const field = begun ? onPage(key) : null;
    if (!field || pending.has(key) || fields.read(field) === value) continue;
    sign.offer(field, value, taking(field, key));
  }
}

async function ask(path, body) {
  const account = document.documentElement.dataset.account ?? "";
  const headers = { "X-Account": encodeURIComponent(account), "Content-Type": "application/json" };
  const sent = body ? { method: "POST", body: JSON.stringify(body) } : {};
  try {
    const answer = await fetch(own(path), { headers, cache: "no-store", ...sent });
    connection.signedOut(answer.status === 401);
    if (!answer.ok) return null;
    const told = await answer.json();
    if (run && told.run !== run) connection.again(); // another run of the program knows nothing of this page
    run = told.run;
    return told;
  } catch {
    return null; // not there now: tried again
  }
}

// A form is on its way: until its fate is known its fields are left alone.
export function leave(form) {
  const gone = [];
  for (const field of form ? fields.within(form) : []) {
    const at = fields.place(field);
    const until = at && begun ? fields.rule(at)?.[2] : null;
    if (until) { gone.push([at.key, until]); going.add(at.key); }
  }
  return gone;
}

// What became of it: after an act that takes or gives up what was typed it is not kept any more.
export function acted(gone, does, fine) {
  for (const [key, until] of gone) {
    going.delete(key);
    if (fine && until.includes(does)) note(key, null);
  }
  look(document.body);
}

// Taken by the program before this page came: not given back to its fields.
export function taken(keys) {
  for (const key of keys) pending.set(key, { value: null, at: Date.now() });
}

// Signing out leaves nothing behind in the browser; what can be sent before is.
export async function forget() {
  await Promise.race([flush(), new Promise((go) => setTimeout(go, AGAIN))]);
  local.clear();
  pending.clear();
}
