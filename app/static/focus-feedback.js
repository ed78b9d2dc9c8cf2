// Moves the keyboard and the screen reader to the feedback after an answer, or to what has to be mended.
const target = document.getElementById("errors") || (location.hash === "#feedback" && document.getElementById("feedback"));
if (target) target.focus();
