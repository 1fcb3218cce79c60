// What is typed is kept as a draft every few seconds, so that a closed window loses nothing. Without this script the
// button "Keep as a draft" does the same.
const PAUSE = 4000;

for (const form of document.querySelectorAll("form[data-drafts]")) {
  let waiting = null;
  let sent = false;
  const keep = () => {
    if (sent) return;
    const body = new FormData(form);
    body.delete("files");
    body.set("draft", "quietly");
    fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, keepalive: true }).catch(() => {});
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(waiting);
  });
}
