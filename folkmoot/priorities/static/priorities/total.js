// How much is spent while a sheet is filled in. Without it the server says the same when the sheet is sent.
const total = document.querySelector("[data-total]");
const sheet = total?.closest("form");

const pounds = (pence) => `£${(pence / 100).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 })}`;

function spent() {
  const fields = [...sheet.querySelectorAll(".line input")];
  if (total.dataset.total === "basket") return fields.filter((one) => one.checked).reduce((sum, one) => sum + Number(one.dataset.price), 0);
  return fields.reduce((sum, one) => sum + (Number(one.value) || 0), 0);
}

function show() {
  const basket = total.dataset.total === "basket";
  const all = basket ? Number(total.dataset.purse) : 100;
  const say = basket ? pounds : String;
  const words = { spent: say(spent()), all: say(all), left: say(all - spent()) };
  total.textContent = total.dataset.words.replace(/\{(\w+)\}/g, (_whole, name) => words[name]);
  total.hidden = false;
}

if (sheet) {
  sheet.addEventListener("input", show);
  show();
}
