// What this browser keeps of how the page looks and listens: large print, keys that act alone.

const KEY = "xinhuoshi-appearance";
const USUAL = { large: false, keys: true };

const kept = () => {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return USUAL; // not ours, or nothing may be kept here
  }
};

export const is = (name) => kept()[name] === true;

export function change(name, value) {
  const changed = { ...kept(), [name]: value };
  try {
    localStorage.setItem(KEY, JSON.stringify(changed));
  } catch {
    // then it lasts as long as the page
  }
  show(changed);
}

export const listen = () => show(kept());

function show({ large }) {
  document.documentElement.dataset.print = large ? "large" : "usual";
}
