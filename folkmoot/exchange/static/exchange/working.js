// While a list is being read or taken, look again every two seconds; without JavaScript there is a link for it.
const bar = document.querySelector("[data-working]");

async function look() {
  if (document.hidden) return setTimeout(look, 2000);
  try {
    const answer = await fetch(location.href, { headers: { "X-Looking": "again" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-working]");
    if (!fresh) return location.reload();
    bar.replaceChildren(...fresh.childNodes);
  } catch {
    // The network may be back next time.
  }
  setTimeout(look, 2000);
}

if (bar) setTimeout(look, 1200);
