// Saves <form data-autosave="/address"> while it is typed in. What the server has not taken
// is mirrored here and returns only to its writer.
const PAUSE = 1500;
const RETRY = 10000;
const CLOCK = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
const even = (text) => text.replace(/\s+/g, " ").trim();

function keepSaved(form) {
  const { autosave: address, savedText, waitingText } = form.dataset;
  const label = form.querySelector("[data-saved]");
  const writer = form.elements.writer?.value;
  const key = `kept:${location.pathname}#${form.id}`;
  const typed = () => JSON.stringify([...form.elements].filter((field) => field.name && field.type !== "hidden")
    .map((field) => [field.name, /radio|checkbox/.test(field.type) ? field.checked : field.value]));
  const body = () => new URLSearchParams(new FormData(form));
  let taken = typed();
  let timer = 0;
  let answered = 0;

  const show = (text) => { if (label) label.textContent = text; };
  const plan = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
  const store = (text) => {
    try { if (text) localStorage.setItem(key, text); else localStorage.removeItem(key); } catch { /* Full. */ }
  };
  const mirror = () => { if (writer) store(JSON.stringify({ writer, taken, typed: typed() })); };

  async function save() {
    const state = typed();
    if (state === taken) return;
    try {
      const answer = await fetch(address, { method: "POST", body: body(), keepalive: true, redirect: "manual" });
      if (!answer.ok) throw new Error(answer.status);
      taken = state;
      answered = Date.now();
      show(savedText.replace("{time}", CLOCK.format(answered)));
      if (typed() === taken) store(); else plan(PAUSE);
    } catch {
      mirror();
      show(waitingText);
      plan(RETRY);
    }
  }

  function restore() {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* None. */ }
    if (!writer || kept?.writer !== writer) return;
    for (const [name, text] of JSON.parse(kept.typed)) {
      const field = form.elements[name];
      if (!/^text/.test(field?.type) || even(field.value).includes(even(text))) continue;
      // Changed elsewhere meanwhile: keep both texts.
      field.value = kept.taken === taken || !field.value.trim() ? text : `${field.value}\n\n${text}`;
    }
    if (typed() === taken) store(); else plan(0);
  }

  function leave() {
    const saved = typed() === taken;
    // The next page may have been drawn before the last save.
    if (!saved || Date.now() - answered < PAUSE) mirror();
    if (!saved) navigator.sendBeacon?.(address, body());
  }

  restore();
  form.addEventListener("input", () => { mirror(); plan(PAUSE); });
  form.addEventListener("submit", () => { mirror(); clearTimeout(timer); taken = typed(); });
  addEventListener("online", save);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
}

document.querySelectorAll("form[data-autosave]").forEach(keepSaved);
