// Drag a session to another place on the grid. On a place that is taken the two are swapped. Without a mouse or
// JavaScript the page of the session does the same with plain forms.
const place = document.querySelector("[data-drag]");
const form = document.querySelector("[data-drag-form]");
let dragged = null;

const arm = () => place.querySelectorAll("a[data-session]").forEach((one) => { one.draggable = true; });

// Sent as a form of the page would be, so that a refusal shows as a page with its words.
function send(address, fields) {
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  form.submit();
}

place?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("a[data-session]");
  dragged?.classList.add("dragged");
});
place?.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  place.querySelectorAll(".over-here").forEach((one) => one.classList.remove("over-here"));
});
place?.addEventListener("dragover", (event) => {
  const cell = dragged && event.target.closest("td[data-slot]");
  if (!cell) return;
  event.preventDefault();
  place.querySelectorAll(".over-here").forEach((one) => one.classList.remove("over-here"));
  cell.classList.add("over-here");
});
place?.addEventListener("drop", (event) => {
  const cell = dragged && event.target.closest("td[data-slot]");
  if (!cell || cell.contains(dragged)) return;
  event.preventDefault();
  const there = cell.querySelector("a[data-session]");
  const verb = there ? "swap" : "move";
  const fields = there ? { other: there.dataset.session } : { slot: cell.dataset.slot, room: cell.dataset.room };
  send(`${dragged.getAttribute("href")}${verb}/`, fields);
});
place?.addEventListener("followed", arm);
if (place) arm();
