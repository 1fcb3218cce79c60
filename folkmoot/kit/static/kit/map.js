// Puts a map that moves in place of the still one. Where scripts or the data fail, the still one and its table stay.
const MOST_NAMED = 24;
const SHAPES = {
  circle: '<circle r="1"/>',
  square: '<path d="M-.88-.88H.88V.88H-.88z"/>',
  triangle: '<path d="M0-1.1 1.1.88H-1.1z"/>',
  diamond: '<path d="M0-1.2 1.2 0 0 1.2-1.2 0z"/>',
};

const words = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

function popup({ label, address, note }) {
  const box = document.createElement("div");
  const name = words(address ? "a" : "strong", label);
  if (address) name.href = address;
  box.append(name);
  if (note) box.append(words("p", note));
  return box;
}

function spot({ properties: { k, shape, label } }, at) {
  const html = `<svg viewBox="-1.3 -1.3 2.6 2.6" class="k${Number(k)}" aria-hidden="true">${SHAPES[shape] ?? SHAPES.circle}</svg>`;
  const marker = L.marker(at, { icon: L.divIcon({ html, className: "map-spot", iconSize: [32, 32] }) });
  return marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
}

function outline({ properties: { level } }) {
  return { className: `area ${level}`, weight: 1.4, fillOpacity: 1 };
}

function named(feature, layer, all) {
  const point = feature.geometry.type === "Point";
  const permanent = all <= MOST_NAMED;
  layer.bindPopup(popup(feature.properties));
  layer.bindTooltip(words("span", feature.properties.label), {
    permanent, sticky: !permanent, opacity: 1, className: permanent ? "map-name" : "",
    ...(point ? { direction: "right", offset: [10, 0] } : { direction: "center" }),
  });
  if (point) return;
  layer.on("add", () => {
    const path = layer.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", feature.properties.label);
    path.addEventListener("keydown", (event) => event.key === "Enter" && layer.openPopup());
  });
}

// Of names that would lie on each other, the first is shown; zooming in brings out the others.
function uncrowd(ground) {
  const shown = [];
  for (const name of ground.querySelectorAll(".map-name")) {
    const box = name.getBoundingClientRect();
    const lies = shown.some((one) => box.left < one.right && box.right > one.left && box.top < one.bottom && box.bottom > one.top);
    name.classList.toggle("crowded", lies);
    if (!lies) shown.push(box);
  }
}

// Where the page is of real places, what the map shows can be followed as it is: the four edges go into the address.
function followed(figure, map) {
  const link = Object.assign(words("a", figure.dataset.follow), { rel: "nofollow" });
  const aim = () => {
    const [west, south, east, north] = map.getBounds().toBBoxString().split(",").map((edge) => Number(edge).toFixed(3));
    link.href = `/feeds/near/?box=${[west, south, east, north].join("%2C")}`;
  };
  map.on("moveend", aim);
  aim();
  const line = Object.assign(document.createElement("p"), { className: "small" });
  line.append(link);
  return line;
}

async function draw(figure) {
  const answer = await fetch(figure.dataset.map, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The map's data answered ${answer.status}.`);
  const data = await answer.json();
  const still = figure.querySelector(".ground");
  const ground = document.createElement("div");
  ground.className = "map-ground";
  ground.setAttribute("role", "group");
  ground.setAttribute("aria-label", figure.dataset.name);
  still.after(ground);
  const map = L.map(ground, { scrollWheelZoom: false, zoomSnap: 0.25 });
  map.attributionControl.setPrefix(false);
  if (figure.dataset.tiles) L.tileLayer(figure.dataset.tiles, { attribution: figure.dataset.credit }).addTo(map);
  const layer = L.geoJSON(data, { pointToLayer: spot, style: outline, onEachFeature: (feature, part) => named(feature, part, data.features.length) }).addTo(map);
  map.fitBounds(layer.getBounds(), { paddingTopLeft: [20, 20], paddingBottomRight: [90, 20], maxZoom: 15, animate: false });
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
  map.on("zoomend", () => uncrowd(ground));
  if (figure.dataset.follow) ground.after(followed(figure, map));
  still.remove();
  uncrowd(ground);
  figure.dataset.ready = "";
}

for (const figure of document.querySelectorAll("[data-map]")) draw(figure).catch((error) => console.warn(error.message));
