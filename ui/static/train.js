// The 培训 tab in the browser: sends clicks with their form, keeps a paper's answers, runs its clock.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const KEY = "xinhuoshi-trainee"; // who learned here last
  let opened = 0;
  let ticking = 0;

  function fields(form) {
    const found = {};
    if (!form) return found;
    form.querySelectorAll("input, textarea, select").forEach((field) => {
      if (!field.name) return;
      if (field.type === "checkbox") {
        found[field.name] ??= [];
        if (field.checked) found[field.name].push(field.value);
      } else if (field.type !== "radio" || field.checked) found[field.name] = field.value;
    });
    return found;
  }

  function desk(element, trigger, watch, event, keeping) {
    const send = (doing, id, form) => {
      opened += 1;
      element.classList.add("busy");
      element.querySelectorAll("[data-do]").forEach((button) => { button.disabled = true; });
      trigger(event, { do: doing, id, form: fields(form), opened });
    };
    element.addEventListener("click", (click) => {
      const button = click.target.closest("[data-do]");
      if (!button || button.disabled) return;
      if (button.dataset.do === "leave") localStorage.removeItem(KEY);
      send(button.dataset.do, button.dataset.id, button.closest("form"));
    });
    element.addEventListener("submit", (submit) => submit.preventDefault());
    element.addEventListener("keydown", (key) => {
      if (key.key !== "Enter" || key.isComposing || key.target.tagName !== "INPUT") return;
      key.preventDefault();
      const near = key.target.closest("[data-enter]"); // fields with a button of their own
      if (near) return $(`[data-do="${near.dataset.enter}"]`, near)?.click();
      const form = key.target.closest("form");
      if (form && !form.dataset.keep) ($(".primary[data-do]", form) || $("[data-do]", form))?.click();
    });
    element.addEventListener("change", (change) => {
      const field = change.target;
      const form = field.closest("form");
      if (field.dataset.go) return send(field.dataset.go, "", form);
      if (!form || !form.dataset.keep) return;
      opened += 1;
      const typed = { response: field.value };
      trigger(keeping, { id: form.dataset.keep, question: field.name, form: typed, opened });
    });
    watch("value", () => shown(element, send));
  }

  function shown(element, send) {
    free(element);
    const who = $("[data-trainee]", element);
    if (who) localStorage.setItem(KEY, who.dataset.trainee);
    const last = $("[data-trainees]", element) && localStorage.getItem(KEY);
    if (last && $(`[data-do=choose][data-id="${CSS.escape(last)}"]`, element)) send("choose", last, null);
    clock(element);
    later(element, send);
    const tab = document.getElementById(document.body.dataset.tab);
    if (!tab || !tab.contains(element)) return;
    const here = $("[data-here]", element); // what was worked on stays in sight
    if (here) {
      here.scrollIntoView({ block: "center" });
      return $("summary", here).focus({ preventScroll: true });
    }
    tab.scrollTop = 0;
    const box = $("input[name=response]:not([type=radio]), textarea[name=response]", element);
    (box || $("h2", element))?.focus({ preventScroll: true });
  }

  function free(element) {
    element.classList.remove("busy");
    element.querySelectorAll("[data-do]").forEach((button) => { button.disabled = false; });
  }

  // A refusal or a file: what was shown and filled in stays, and can be used again.
  function note(element, watch) {
    watch("value", () => {
      document.querySelectorAll(".busy").forEach(free); // of this tab or of the other that uses this
      if ($("p", element)) element.scrollIntoView({ block: "nearest" });
    });
  }

  // The first questions are still being made: look again.
  function later(element, send) {
    const waiting = $("[data-making]", element);
    if (waiting) setTimeout(() => { if (waiting.isConnected) send("home", "", null); }, 3000);
  }

  function clock(element) {
    clearInterval(ticking);
    const place = $("[data-deadline]", element);
    if (!place) return;
    const tell = () => {
      if (!place.isConnected) { clearInterval(ticking); return; }
      const left = Math.max(0, Math.round(Number(place.dataset.deadline) - Date.now() / 1000));
      place.textContent = `剩余时间 ${Math.floor(left / 60)} 分 ${String(left % 60).padStart(2, "0")} 秒`;
      place.classList.toggle("short", left <= 60);
      if (left > 0) return;
      clearInterval(ticking);
      $("[data-do=hand]", element)?.click();
    };
    tell();
    ticking = setInterval(tell, 1000);
  }

  window.train = { desk, note };
})();
