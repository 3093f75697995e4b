// Text whose contrast with what is behind it is below `least`, as lines: placeholders and what is disabled too,
// which axe leaves out.
least => {
  const shade = (words) => { const [r, g, b, a = 1] = words.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const light = ({ r, g, b }) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(shade(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const opacity = (element) => { let o = 1; for (let e = element; e; e = e.parentElement) o *= Number(getComputedStyle(e).opacity); return o; };
  const found = [];
  const measure = (element, style, words, through = 1) => {
    const whole = opacity(element) * through;
    const text = shade(element instanceof SVGElement ? style.fill : style.color);
    if (!whole || !words.trim() || !element.checkVisibility({ visibilityProperty: true })) return;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) return; // said to a screen reader only
    const ground = behind(element);
    const [a, b] = [light(over({ ...text, a: text.a * whole }, ground)), light(ground)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < least) found.push(`${contrast.toFixed(2)} ${words.trim().slice(0, 30)} (${element.tagName} ${element.className})`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent && !["SCRIPT", "STYLE", "OPTION", "NOSCRIPT"].includes(parent.tagName)) measure(parent, getComputedStyle(parent), node.data);
  }
  for (const field of document.querySelectorAll("input, textarea, select")) {
    if (field.placeholder && !field.value) {
      const style = getComputedStyle(field, "::placeholder");
      measure(field, style, field.placeholder, Number(style.opacity));
    } else measure(field, getComputedStyle(field), String(field.value));
  }
  return found;
}
