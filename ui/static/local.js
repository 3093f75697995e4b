// What the browser keeps of what was typed until the program has confirmed it. Each account has its own.

const DAYS = 30;
const PREFIX = `xinhuoshi-kept ${document.documentElement.dataset.account ?? ""} `;
const channel = "BroadcastChannel" in window ? new BroadcastChannel(PREFIX) : null;

export const pageId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

export function put(key, entry) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(entry));
  } catch {
    // no room, or not allowed: the program keeps it in a moment
  }
}

export const drop = (key) => localStorage.removeItem(PREFIX + key);

export function all() {
  const found = [];
  for (const name of names()) {
    const entry = parsed(localStorage.getItem(name));
    if (entry && Date.now() - entry.at < DAYS * 86_400_000) found.push([name.slice(PREFIX.length), entry]);
    else localStorage.removeItem(name);
  }
  return found;
}

export const clear = () => names().forEach((name) => localStorage.removeItem(name));

const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    const sound = typeof entry?.at === "number" && (entry.value === null || typeof entry.value === "string");
    return sound ? entry : null;
  } catch {
    return null;
  }
}

// Other windows of this browser look at once.
export const tell = () => channel?.postMessage("kept");
export const heard = (work) => channel?.addEventListener("message", work);
