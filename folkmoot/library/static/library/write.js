// Keeps what is typed as a draft, a few seconds after the last key, and when the page is left.
const form = document.querySelector("form[data-draft]");
const said = form?.querySelector("[data-kept]");
let waiting, kept = form && new FormData(form).get("words");

async function keep(leaving) {
  const typed = new FormData(form);
  if (form.dataset.sent || typed.get("words") === kept) return;
  typed.set("do", "keep");
  const answer = await fetch(location.href, { method: "POST", body: typed, keepalive: leaving }).catch(() => null);
  if (!answer?.ok) return;
  kept = typed.get("words");
  said.textContent = `${said.dataset.words} ${new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 4000);
});
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && form && keep(true));
