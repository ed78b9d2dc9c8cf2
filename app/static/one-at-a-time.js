// Sorting and matching: one statement at a time with large buttons. When each has been chosen once,
// all stand together and each can be changed. Without this script they stand together at once.
for (const list of document.querySelectorAll("[data-one-at-a-time]")) {
  const statements = [...list.querySelectorAll(".statement")];
  const isChosen = (statement) => statement.querySelector("input:checked");
  if (list.closest("fieldset[disabled]") || statements.some(isChosen)) continue;

  const show = (open) => {
    for (const statement of statements) {
      const alone = statement === open;
      statement.hidden = open !== undefined && !alone;
      statement.querySelector(".options").hidden = alone;
      statement.querySelector("[data-choices]").hidden = !alone;
    }
    const first = open ?? statements[0];
    first.tabIndex = -1;
    return first;
  };

  statements.forEach((statement, place) => {
    const choices = document.createElement("div");
    choices.dataset.choices = "";
    const count = document.createElement("p");
    count.className = "hint";
    count.textContent = `${place + 1} / ${statements.length}`;
    choices.append(count);
    for (const input of statement.querySelectorAll("input")) {
      const words = statement.querySelector(`label[for="${input.id}"] span`);
      const line = document.createElement("p");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-secondary";
      button.textContent = words.textContent;
      if (words.lang) button.lang = words.lang;
      button.addEventListener("click", () => {
        input.click();
        show(statements.find((one) => !isChosen(one))).focus();
      });
      line.append(button);
      choices.append(line);
    }
    statement.append(choices);
  });
  show(statements[0]);
}
