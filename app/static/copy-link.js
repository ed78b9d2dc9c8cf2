// Adds a copy button where there is something to copy: <span data-copy="Copy" data-copied="Copied">text</span>.
for (const source of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary";
  button.textContent = source.dataset.copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "saved";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.href || source.value || source.textContent.trim());
      said.textContent = source.dataset.copied;
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
  source.after(" ", button, " ", said);
}
