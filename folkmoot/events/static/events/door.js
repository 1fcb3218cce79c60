// The door, quickly, and without a network too: what is pressed is kept on this phone and sent when it can. Each walk-in
// carries its own key, so that one sent twice counts once. Typing a name narrows the list at once.
const KEY = `door ${location.pathname}`;
const words = document.querySelector("[data-kept]")?.dataset ?? {};
const notice = document.querySelector("[data-queue]");
const read = () => JSON.parse(localStorage.getItem(KEY) || "[]");
const write = (queue) => { localStorage.setItem(KEY, JSON.stringify(queue)); show(); };
let sending = false, refused = [];

function show() {
  const waits = read().map((one) => one.name);
  notice.hidden = !waits.length && !refused.length;
  notice.textContent = [waits.length ? `${waits.length} ${words.kept} ${waits.join(", ")}` : "", refused.length ? `${words.refused} ${refused.join(", ")}` : ""].join(" ").trim();
}

// True when it is settled: kept by the site, or refused by it for good.
async function send(one) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ ...one.fields, csrfmiddlewaretoken: token });
  const answer = await fetch(one.address, { method: "POST", body, redirect: "manual", headers: { "X-Kept": "yes" } });
  if (answer.type === "opaqueredirect" || answer.ok) return true;
  if (answer.status >= 500 || answer.status === 403 || answer.status === 429) return false;
  refused.push(one.name);
  return true;
}

async function flush() {
  if (sending || !read().length) return;
  sending = true;
  try {
    while (read().length && (await send(read()[0]))) write(read().slice(1));
    if (!read().length) await renew();
  } catch {
    // No network yet: it stays kept.
  } finally {
    sending = false;
    show();
  }
}

// The figures and the names as they are now; what is being written stays.
async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
  for (const part of ["[data-counted]", "[data-list]", "[data-here]"]) {
    const [now, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (now && fresh) now.replaceWith(fresh);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-door]")) return;
  event.preventDefault();
  if (!form.reportValidity()) return;
  const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  if ("came_at" in fields) fields.came_at = new Date().toISOString();
  const name = fields.name || form.closest("li")?.querySelector("b")?.textContent || "";
  write([...read(), { address: form.getAttribute("action"), fields, name }]);
  if ("name" in fields) {
    form.reset();
    form.elements.once.value = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    form.elements.name.focus();
  } else {
    form.closest("li")?.remove();
  }
  flush();
}, true);

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-names]")) return;
  const said = event.target.value.trim().toLowerCase();
  document.querySelectorAll("[data-list] > li").forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(said); });
});

if (notice) {
  show();
  flush();
  setInterval(flush, 4000);
  addEventListener("online", flush);
}
