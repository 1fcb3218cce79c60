// Follows a grid: asks each second whether it changed, stops while the page is hidden, and marks what runs now.
// Without JavaScript the page is as it was when it was opened.
const place = document.querySelector("[data-live]");
const said = document.querySelector("[data-live-said]");
const usual = said?.textContent;
let tag = "", asking = false, misses = 0;

function mark() {
  const now = Date.now();
  let next = true;
  for (const row of document.querySelectorAll("[data-from]")) {
    const from = Date.parse(row.dataset.from), to = Date.parse(row.dataset.to);
    row.classList.toggle("now", from <= now && now < to);
    row.classList.toggle("over", to <= now);
    row.classList.toggle("next", next && from > now);
    if (from > now) next = false;
  }
  const clock = document.querySelector("[data-clock]");
  if (clock) clock.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock }).format(now);
}

function busy() {
  return place.querySelector(".dragged, details[open] form") || place.contains(document.activeElement);
}

async function look() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const answer = await fetch(place.dataset.live, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    misses = 0;
    if (answer.status === 200) await show(answer);
    if (said && answer.ok) said.textContent = usual;
  } catch {
    misses += 1;
    if (said && misses > 3) said.textContent = place.dataset.lost || usual;
  } finally {
    asking = false;
  }
}

async function show(answer) {
  const first = !tag;
  const text = await answer.text();
  if (busy() && !first) return;
  tag = answer.headers.get("ETag") || "";
  if (place.hasAttribute("data-reload")) {
    if (!first) await again();
  } else {
    place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    place.dispatchEvent(new CustomEvent("followed", { bubbles: true }));
    if (!first) await alongside();
  }
  mark();
}

// What is one person's own is asked for again as a page, and only its live part is put in.
async function again() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (fresh) place.replaceChildren(...fresh.childNodes);
}

// What stands beside the grid and says the same (what runs now, what has no place) follows with it.
async function alongside() {
  const parts = [...document.querySelectorAll("[data-alongside]")].filter((part) => !part.contains(document.activeElement));
  if (!parts.length) return;
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const part of parts) {
    const fresh = page.querySelector(`[data-alongside="${part.dataset.alongside}"]`);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
}

if (place) {
  mark();
  look();
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
}
setInterval(mark, 1000);
