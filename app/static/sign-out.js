// Signing out also clears what this device mirrored of unfinished text.
document.getElementById("sign-out")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("kept:")) localStorage.removeItem(key);
});
