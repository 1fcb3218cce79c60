// Drag a point into a theme. Without a mouse or this script the form at the top does the same.
const board = document.querySelector("[data-board]");
const form = document.getElementById("place");
const said = document.getElementById("said");
const ticked = document.querySelector(".ticked");
let dragged = null;

function count() {
  const many = document.querySelectorAll(".point input:checked").length;
  const { none, one, many: several } = ticked.dataset;
  ticked.textContent = many === 0 ? none : many === 1 ? one : several.replace("%n", many);
}

// All that are ticked move with the one that is dragged, if it is ticked itself.
function moving() {
  const boxes = [...board.querySelectorAll(".point input:checked")].map((box) => box.closest(".point"));
  return boxes.includes(dragged) ? boxes : [dragged];
}

function recount(column, by) {
  const figure = column.querySelector("h2 .count");
  figure.textContent = Number(figure.textContent) + by;
}

function put(cards, column) {
  for (const card of cards) {
    recount(card.closest(".column"), -1);
    column.querySelector("ul").append(card);
    card.querySelector("input").checked = false;
    recount(column, 1);
  }
  count();
}

async function send(cards, column) {
  const stood = cards.map((card) => card.closest(".column"));
  const fields = new FormData();
  fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  fields.set("theme", column.dataset.theme);
  cards.forEach((card) => fields.append("point", card.dataset.point));
  put(cards, column);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" }, redirect: "error" });
    said.textContent = (await answer.json()).words;
    if (!answer.ok) cards.forEach((card, at) => put([card], stood[at]));
  } catch {
    cards.forEach((card, at) => put([card], stood[at]));
    said.textContent = board.dataset.failed;
  }
}

board?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(".point");
  dragged?.classList.add("dragged");
});
board?.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  board.querySelectorAll(".over-here").forEach((one) => one.classList.remove("over-here"));
});
board?.addEventListener("dragover", (event) => {
  const column = dragged && event.target.closest(".column");
  if (!column) return;
  event.preventDefault();
  board.querySelectorAll(".over-here").forEach((one) => one.classList.remove("over-here"));
  column.classList.add("over-here");
});
board?.addEventListener("drop", (event) => {
  const column = dragged && event.target.closest(".column");
  if (!column) return;
  event.preventDefault();
  const cards = moving().filter((card) => card.closest(".column") !== column);
  if (cards.length) send(cards, column);
});
board?.addEventListener("change", count);
if (ticked) count();
document.body.dataset.ready = "yes";
