// A page that follows: the part marked data-follow is asked for again and again, and drawn anew when it changed.
const part = document.querySelector("[data-follow]");
const every = Number(part.dataset.every) || 1000;
let wait = 0;

async function look() {
  if (document.hidden || Date.now() < wait || part.contains(document.activeElement) || part.querySelector("details[open]")) return;
  try {
    const answer = await fetch(part.dataset.follow, { headers: { "If-None-Match": part.dataset.mark } });
    if (answer.status === 200) {
      part.innerHTML = await answer.text();
      part.dataset.mark = answer.headers.get("ETag");
    } else if (answer.status >= 400) {
      wait = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 10);
    }
  } catch { /* no network: what stands is shown, and asked for again */ }
}

async function again() {
  await look();
  setTimeout(again, every);
}

again();
