// A listening on a phone with no signal: sealed on the phone at once, sent when it can be, each once, then wiped.
import { Safe } from "./safe.js";
import { Note } from "./voice.js";

const form = document.getElementById("listening");
const words = document.getElementById("words").dataset;
const said = document.getElementById("said");
const box = document.querySelector(".kept");
const seen = document.querySelector(".seen");
const EVERY = 5000;
// A spoken note that nobody wrote out by then is wiped.
const OLD = 14 * 24 * 3600 * 1000;
const note = new Note(document.getElementById("voice"), keepNote);
let safe = null;
let known = null;
let busy = false;
let waiting = 0;

const field = (name) => form.elements[name];

function tell(text) {
  said.hidden = !text;
  said.textContent = text || "";
}

function fields() {
  const found = {};
  for (const [name, value] of new FormData(form)) (found[name] ||= []).push(value);
  return found;
}

function fill(values) {
  form.reset();
  for (const [name, all] of Object.entries(values)) {
    for (const one of form.querySelectorAll(`[name="${name}"]`)) {
      if (one.type === "checkbox" || one.type === "radio") one.checked = all.includes(one.value);
      else [one.value] = all;
    }
  }
  show();
}

function newWord() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Only what is asked in that case: nothing of anybody where nobody was heard.
function show() {
  const heard = field("outcome").value === "heard";
  form.classList.toggle("nobody", !heard);
  form.classList.toggle("meeting", field("where").value === "home");
  const people = Number(field("people").value) || 1;
  for (const row of form.querySelectorAll(".one-more")) row.hidden = Number(row.dataset.number) > people;
  form.classList.toggle("reachable", Boolean(form.querySelector("[name=allowed][value=contact]")?.checked));
  warn();
}

const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

function warn() {
  const door = field("door").value.trim();
  const mine = plain(`${field("street").value} ${door}`);
  const patch = Number(field("patch").value);
  const found = door && known?.doors.find((one) => one.patch === patch && plain(one.door) === mine);
  seen.hidden = !found;
  if (found) seen.textContent = words.seen.replace("%d", found.on).replace("%o", found.outcome);
}

function take(fresh) {
  known = fresh;
  document.getElementById("whose").textContent = words.whose.replace("%n", known.name);
  const chosen = field("patch").value;
  field("patch").replaceChildren(...known.patches.map((one) => new Option(one.name, one.pk)));
  if (chosen) field("patch").value = chosen;
  streets();
}

function streets() {
  const patch = known?.patches.find((one) => one.pk === Number(field("patch").value));
  document.getElementById("streets").replaceChildren(...(patch?.streets || []).map((name) => new Option(name, name)));
  warn();
}

// Who is signed in, which patches are theirs, and a word that lets this page send. Kept sealed for when there is no signal.
async function ask() {
  const answer = await fetch(form.dataset.ready, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) return null;
  const fresh = await answer.json();
  await safe.keep("known", "ready", { ...fresh, token: "" });
  take(fresh);
  return fresh;
}

async function draw() {
  const rows = await safe.all();
  waiting = rows.length;
  box.hidden = !rows.length;
  box.querySelector(".how-many").textContent = rows.length === 1 ? words.one : words.many.replace("%n", rows.length);
  box.querySelector("ul").replaceChildren(...rows.map(line));
}

// Never the words: somebody may look over a shoulder.
function line(row) {
  const item = document.createElement("li");
  const when = new Date(row.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  item.append(`${when} · ${row.where}`);
  if (row.problem) {
    const change = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: words.change });
    change.addEventListener("click", () => putRight(row));
    item.append(Object.assign(document.createElement("p"), { className: "problem", textContent: row.problem }), change);
  }
  return item;
}

async function putRight(row) {
  await safe.drop("kept", row.name);
  fill(row.fields);
  draft();
  note.put(row.note || "");
  await keepNote(note.said);
  tell(row.problem);
  await draw();
  form.scrollIntoView();
}

function wrong(values) {
  if (values.outcome[0] !== "heard") return "";
  const spoken = ["love", "worry", "change", "would_do"].some((name) => values[name]?.[0].trim());
  if (!spoken && !note.said) return words.empty;
  return values.allowed?.includes("keep") ? "" : words.keep;
}

async function keep(event) {
  event.preventDefault();
  if (!known) return tell(words.signin);
  const values = fields();
  const problem = wrong(values);
  if (problem) return tell(problem);
  values.once = [values.once?.[0] || newWord()];
  values.heard_at ??= [""];
  if (!values.heard_at[0]) values.heard_at = [localNow()];
  const patch = field("patch");
  const row = { at: Date.now(), where: patch.selectedOptions[0]?.textContent || "", whose: known.whose, fields: values };
  // The note is never sent: what waits to be written out waits here.
  if (note.said) Object.assign(row, { note: note.said, problem: words.write });
  await safe.keep("kept", values.once[0], row);
  await safe.drop("known", "draft");
  note.put("");
  await keepNote("");
  fill({ patch: values.patch || [""], street: values.street || [""] });
  tell(row.note ? words.write : words.kept);
  scrollTo({ top: 0 });
  await draw();
  send();
}

function localNow() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

async function post(row, token) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("whose", row.whose);
  for (const [name, all] of Object.entries(row.fields)) all.forEach((one) => body.append(name, one));
  return fetch(form.dataset.take, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
}

// One after the other; what the site does not take waits here with its reason.
async function send() {
  if (busy || !safe) return;
  busy = true;
  try {
    const fresh = await ask();
    if (!fresh) tell(words.signin);
    for (const row of fresh ? await safe.all() : []) {
      if (row.problem) continue;
      const answer = await post(row, fresh.token);
      const json = await answer.json();
      if (answer.ok) await sent(row, json);
      else if (answer.status === 429 || answer.status >= 500) break;
      else await safe.keep("kept", row.name, { ...row, name: undefined, problem: json.words });
      await draw();
    }
  } catch {
    if (waiting) tell(words.offline);
  }
  busy = false;
}

async function sent(row, json) {
  await safe.drop("kept", row.name);
  tell(json.code ? `${words.sent} ${words.code.replace("%n", json.code)}` : words.sent);
}

async function keepNote(said) {
  if (said) await safe.keep("known", "note", { said });
  else await safe.drop("known", "note");
}

async function forgetOldNotes() {
  for (const row of await safe.all()) {
    if (row.note && Date.now() - row.at > OLD) await safe.keep("kept", row.name, { ...row, name: undefined, note: "" });
  }
}

let later = 0;
function draft() {
  clearTimeout(later);
  later = setTimeout(() => safe.keep("known", "draft", fields()), 600);
}

async function begin() {
  safe = await Safe.open().catch(() => null);
  if (!safe) return tell(words.unsafe);
  navigator.serviceWorker?.register(form.dataset.worker, { scope: form.dataset.scope }).catch(() => {});
  const before = await safe.read("known", "ready");
  if (before) take(before);
  const left = await safe.read("known", "draft");
  if (left) fill(left);
  note.put((await safe.read("known", "note"))?.said || "");
  await forgetOldNotes();
  await draw();
  form.addEventListener("submit", keep);
  form.addEventListener("input", () => { show(); draft(); });
  field("patch").addEventListener("change", streets);
  document.getElementById("send").addEventListener("click", send);
  document.getElementById("wipe").addEventListener("click", async () => {
    if (waiting && !confirm(words.sure)) return;
    await safe.wipe();
    known = null;
    form.reset();
    note.put("");
    await draw();
    tell(words.signin);
  });
  addEventListener("online", send);
  setInterval(() => { if (!document.hidden && waiting) send(); }, EVERY);
  show();
  await send();
  if (!known) tell(words.signin);
  document.body.dataset.ready = "yes";
}

begin();
