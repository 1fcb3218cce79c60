// While somebody types a name: names to choose from, and a warning when it may be here already.
// Without JavaScript the form works as it is.

function later(wait, act) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}

async function ask(address, words, more = {}) {
  const answer = await fetch(`${address}?${new URLSearchParams({ words, ...more })}`, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).found : [];
}

function suggest(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}_names`;
  input.after(list);
  input.setAttribute("list", list.id);
  input.addEventListener("input", later(200, async () => {
    const words = input.value.trim();
    if (words.length < 2) return;
    const found = await ask(input.dataset.suggest, words);
    list.replaceChildren(...found.map((one) => Object.assign(document.createElement("option"), { value: one.name })));
  }));
}

function warn(input) {
  const box = document.getElementById("likely");
  const others = ["postcode", "website"].map((name) => input.form.elements[name]).filter(Boolean);
  const look = later(300, async () => {
    const words = input.value.trim();
    const more = Object.fromEntries(others.map((other) => [other.name, other.value.trim()]));
    const found = words.length < 3 ? [] : await ask(input.dataset.likelySame, words, more);
    box.hidden = found.length === 0;
    box.querySelector("ul").replaceChildren(...found.map((one) => {
      const link = Object.assign(document.createElement("a"), { href: one.address, textContent: one.name });
      const item = document.createElement("li");
      item.append(link, one.why ? ` (${one.why})` : "");
      return item;
    }));
  });
  [input, ...others].forEach((each) => each.addEventListener("input", look));
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
document.querySelectorAll("input[data-likely-same]").forEach(warn);
