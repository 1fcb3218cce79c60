// Reports on a phone: each is kept here first, its picture too, and sent when it can be, in order, each once.
// Without this script the form still works, while there is a network.
const form = document.querySelector("form.report");
const box = document.querySelector(".kept");
const said = document.getElementById("said");
const words = document.getElementById("report-words").dataset;
// Whose phone it is: said by the page, or on the page that opens without a network by the last who was signed in here.
const REPORTER = "folkmoot-reporter";
let person = form.dataset.person || localStorage.getItem(REPORTER) || "";
const shelf = () => `${form.dataset.event}:${person}`;
const FIELDS = ["words", "link", "alt", "session", "name", "slip", "guardian"];
const EVERY = 5000;
let sending = false;
let wait = 0;
let memory = [];

// What waits, in the phone's own database, so that pictures fit; in memory where that is forbidden.
const opened = new Promise((done) => {
  try {
    const asked = indexedDB.open("folkmoot-reports", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "once" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  } catch { done(null); }
});

async function inStore(mode, deed) {
  const base = await opened;
  if (!base) return null;
  return new Promise((done, no) => {
    const asked = deed(base.transaction("waiting", mode).objectStore("waiting"));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => no(asked.error);
  });
}

async function waiting() {
  const rows = (await inStore("readonly", (store) => store.getAll())) ?? memory;
  return rows.filter((row) => row.shelf === shelf()).sort((a, b) => a.at - b.at);
}

async function put(row) {
  if (await opened) return inStore("readwrite", (store) => store.put(row));
  memory = [...memory.filter((one) => one.once !== row.once), row];
}

async function drop(row) {
  if (await opened) return inStore("readwrite", (store) => store.delete(row.once));
  memory = memory.filter((one) => one.once !== row.once);
}

function newWord() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function chosen(name) {
  return form.querySelector(`[name=${name}]:checked`)?.value || "";
}

async function draw() {
  const rows = await waiting();
  box.hidden = rows.length === 0;
  box.querySelector(".how-many").textContent = rows.length === 1 ? words.one : words.many.replace("%n", rows.length);
  box.querySelector("ul").replaceChildren(...rows.map((row) => {
    const item = document.createElement("li");
    item.append(row.words || row.alt || row.link || row.picture?.name || row.kind);
    if (row.problem) item.append(problem(row));
    return item;
  }));
}

function button(label, deed) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: label });
  made.addEventListener("click", deed);
  return made;
}

function problem(row) {
  const part = document.createElement("div");
  const why = Object.assign(document.createElement("p"), { className: "problem", textContent: row.problem });
  part.append(why, button(words.change, () => takeBack(row)), " ", button(words.drop, async () => { await drop(row); draw(); }));
  return part;
}

// A report that was not taken goes back into the form, to be put right; its picture is chosen anew.
async function takeBack(row) {
  await drop(row);
  form.querySelector(`[name=kind][value="${row.kind}"]`).checked = true;
  for (const name of FIELDS) form.elements[name].value = row[name] || "";
  form.elements.is_named.checked = Boolean(row.is_named);
  if (row.people) form.querySelector(`[name=people][value="${row.people}"]`).checked = true;
  await draw();
  form.elements.words.focus();
}

async function keep(event) {
  event.preventDefault();
  if (!person) { said.textContent = words.signin; return; }
  const row = { once: newWord(), shelf: shelf(), at: Date.now(), kind: chosen("kind"), people: chosen("people") };
  for (const name of FIELDS) row[name] = form.elements[name].value.trim();
  row.purposes = [...form.querySelectorAll("[name=purposes]:checked")].map((one) => one.value);
  row.is_named = form.elements.is_named.checked;
  row.picture = row.kind === "picture" ? form.elements.picture.files[0] || null : null;
  if (row.kind === "picture" && !row.picture) { said.textContent = words.picture; return form.elements.picture.focus(); }
  if (row.kind !== "picture" && !row.words && !row.link) { said.textContent = words.empty; return form.elements.words.focus(); }
  await put(row);
  clear();
  await draw();
  send();
}

function clear() {
  for (const name of ["words", "link", "alt", "name", "slip", "guardian", "picture"]) form.elements[name].value = "";
  for (const one of form.querySelectorAll("[name=people]:checked, [name=purposes]:checked, [name=is_named]:checked")) one.checked = false;
  said.textContent = "";
  form.elements.words.focus();
}

function packed(row) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const name of ["kind", "people", "once", "at", ...FIELDS]) data.append(name, row[name] ?? "");
  if (row.is_named) data.append("is_named", "on");
  for (const purpose of row.purposes) data.append("purposes", purpose);
  if (row.picture) data.append("picture", row.picture, row.picture.name || "picture.jpg");
  return data;
}

// One at a time, the oldest first. A report that is refused waits for its writer; one that could not be sent holds the
// rest back until later.
async function send() {
  if (sending) return;
  sending = true;
  try {
    if (form.dataset.ready && !(await readied())) { sending = false; return; }
    for (let row; (row = (await waiting()).find((one) => !one.problem));) {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: packed(row), headers: { Accept: "application/json" } });
      const json = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (answer.ok && json?.kept) { await drop(row); tell(json); }
      else if (json && [400, 409, 413, 422].includes(answer.status)) await put({ ...row, problem: json.words });
      else { hold(answer, json); break; }
      await draw();
    }
  } catch { /* no network: it stays here, and is sent when there is one */ }
  sending = false;
}

function tell(json) {
  const link = Object.assign(document.createElement("a"), { href: json.address, textContent: words.see });
  said.replaceChildren(`${words.sent} `, ...(json.still || []).map((each) => `${each} `), link);
}

function hold(answer, json) {
  wait = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 10);
  said.textContent = json?.words || words.later;
}

// On the page that opens without a network: who is signed in now, and the token for sending. False where nobody is, or
// somebody else than whose reports wait here.
async function readied() {
  const answer = await fetch(form.dataset.ready, { headers: { Accept: "application/json" } });
  const json = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
  if (!answer.ok || !json?.whose) { said.textContent = words.signin; return false; }
  form.querySelector("[name=csrfmiddlewaretoken]").value = json.token;
  if (person !== json.whose) { person = json.whose; localStorage.setItem(REPORTER, person); await draw(); }
  document.getElementById("whose").textContent = words.whose.replace("%n", json.name);
  return true;
}

if (form.dataset.worker) navigator.serviceWorker?.register(form.dataset.worker, { scope: form.dataset.scope }).catch(() => {});
form.addEventListener("submit", keep);
addEventListener("online", () => { wait = 0; send(); });
setInterval(() => { if (!document.hidden && Date.now() > wait) send(); }, EVERY);
await draw();
send();
document.body.dataset.ready = "yes";
