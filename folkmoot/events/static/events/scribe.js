// The notes of a table on a phone: every line is kept here first, and sent when it can be, in order, each once.
// Without this script the form still works, while there is a network.
const form = document.querySelector("form.scribe");
const card = form.dataset.code;
const store = `folkmoot:table:${card}`;
const box = document.querySelector(".kept");
const list = document.getElementById("lines");
const say = document.getElementById("said");
const words = document.getElementById("scribe-words").dataset;
const EVERY = 5000;
let sending = false;
let wait = 0;

const queue = {
  read() {
    try { return JSON.parse(localStorage.getItem(store)) || []; } catch { return memory; }
  },
  write(lines) {
    memory = lines;
    try { localStorage.setItem(store, JSON.stringify(lines)); } catch { /* full or forbidden: it stays in memory */ }
  },
};
let memory = [];

function newWord() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function kind(value) {
  return form.querySelector(`[name=kind][value="${value}"]`).closest("label").textContent.trim();
}

function draw() {
  const waiting = queue.read();
  box.hidden = waiting.length === 0;
  box.querySelector(".how-many").textContent = waiting.length === 1 ? words.one : words.many.replace("%n", waiting.length);
  box.querySelector("ul").replaceChildren(...waiting.map((line) => {
    const item = document.createElement("li");
    item.append(`${kind(line.kind)}: ${line.words}`);
    if (line.problem) item.append(problem(line));
    return item;
  }));
}

function problem(line) {
  const part = document.createElement("div");
  const why = Object.assign(document.createElement("p"), { className: "problem", textContent: line.problem });
  const change = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: words.change });
  change.addEventListener("click", () => takeBack(line));
  part.append(why, change);
  return part;
}

// A line that was not taken goes back into the form, to be put right.
function takeBack(line) {
  queue.write(queue.read().filter((one) => one.once !== line.once));
  form.querySelector(`[name=kind][value="${line.kind}"]`).checked = true;
  for (const name of ["words", "whose", "due_on", "due_words"]) form.elements[name].value = line[name] || "";
  draw();
  form.elements.words.focus();
}

function keep(event) {
  event.preventDefault();
  const line = { once: newWord() };
  for (const name of ["kind", "words", "whose", "due_on", "due_words"]) line[name] = form.elements[name].value.trim();
  if (!line.words) return form.elements.words.focus();
  queue.write([...queue.read(), line]);
  for (const name of ["words", "whose", "due_on", "due_words"]) form.elements[name].value = "";
  form.elements.words.focus();
  say.textContent = "";
  draw();
  send();
}

async function post(address, fields) {
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  return fetch(address, { method: "POST", body: sent, headers: { Accept: "application/json" }, redirect: "error" });
}

// One after the other, so that the order stays; the first that cannot be sent holds the rest back until later.
async function send() {
  if (sending) return;
  sending = true;
  try {
    for (let line; (line = queue.read().find((one) => !one.problem));) {
      const answer = await post(form.dataset.lines, line);
      if (answer.status === 422) setProblem(line, (await answer.json()).words);
      else if (answer.ok) queue.write(queue.read().filter((one) => one.once !== line.once));
      else { await hold(answer); break; }
      draw();
    }
    if (!queue.read().length) await look();
  } catch { /* no network: it stays here, and is sent when there is one */ }
  sending = false;
}

function setProblem(line, why) {
  queue.write(queue.read().map((one) => (one.once === line.once ? { ...one, problem: why } : one)));
}

async function hold(answer) {
  wait = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 10);
  const json = (answer.headers.get("Content-Type") || "").includes("json");
  say.textContent = json ? (await answer.json()).words : words.later;
}

// What others at the table wrote meanwhile; not while somebody is changing a line.
async function look() {
  if (list.querySelector("details[open]")) return;
  const answer = await fetch(form.dataset.lines, { headers: { "If-None-Match": list.dataset.mark } });
  if (answer.status !== 200) return;
  list.innerHTML = await answer.text();
  list.dataset.mark = answer.headers.get("ETag");
}

// A line that stands is changed or struck out while there is a network; what was typed is not lost.
async function change(event) {
  const target = event.target;
  event.preventDefault();
  try {
    const answer = await post(target.action, Object.fromEntries(new FormData(target)));
    if (!answer.ok) { say.textContent = (await answer.json()).words; return; }
    list.querySelectorAll("details[open]").forEach((one) => { one.open = false; });
    list.dataset.mark = "";
    await look();
    say.textContent = words.done;
  } catch { say.textContent = words.offline; }
}

async function tick() {
  if (document.hidden || Date.now() < wait) return;
  if (queue.read().some((one) => !one.problem)) return send();
  try { await look(); } catch { /* no network */ }
}

form.addEventListener("submit", keep);
list.addEventListener("submit", change);
addEventListener("online", () => { wait = 0; send(); });
addEventListener("storage", draw);
setInterval(tick, EVERY);
draw();
send();
document.body.dataset.ready = "yes";
