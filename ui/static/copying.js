// Copying an answer with its citations.

const SECONDS = 1.8; // how long the button says what became of it

export async function copy(button) {
  const done = await written(button.dataset.copy);
  const label = button.textContent;
  button.textContent = done ? "已复制" : "没能复制，请选中文字后手动复制";
  setTimeout(() => { button.textContent = label; }, SECONDS * 1000);
}

async function written(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return byHand(words); // no permission, or not a secure address
  }
}

function byHand(words) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = words;
  area.style.cssText = "position:fixed;top:0;opacity:0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}
