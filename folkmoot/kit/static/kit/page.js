// What every page gains when scripts run; every page works without.
// Puts the reader at the summary of what is wrong, so that a screen reader says it first.
document.getElementById("errors")?.focus();

// A form sent twice by a double click is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
// Coming back with the Back button, the form can be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Escape folds the menu and gives the focus back.
document.addEventListener("keydown", (event) => {
  const fold = event.key === "Escape" && document.querySelector(".fold[open]");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
});
