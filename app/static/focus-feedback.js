// Moves the keyboard and the screen reader to the feedback after an answer, or to what has to be mended.
const target = document.getElementById("errors") || (location.hash === "#feedback" && document.getElementById("feedback"));
if (target) target.focus();
// A page that the browser has kept may hold a form that was sent meanwhile: ask for it anew.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
