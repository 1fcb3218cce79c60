// Points out what a node is tied to, while it is hovered or has the focus.
for (const figure of document.querySelectorAll("[data-network]")) {
  const nodes = [...figure.querySelectorAll("[data-node]")];
  const lines = [...figure.querySelectorAll("[data-ends]")].map((line) => ({ line, ends: line.dataset.ends.split(" ") }));

  const show = (key) => {
    const near = new Set([key]);
    for (const { line, ends } of lines) {
      const touches = ends.includes(key);
      line.classList.toggle("near", touches);
      line.classList.toggle("dim", !touches);
      if (touches) ends.forEach((end) => near.add(end));
    }
    for (const node of nodes) node.classList.toggle("dim", !near.has(node.dataset.node));
  };
  const clear = () => {
    for (const { line } of lines) line.classList.remove("near", "dim");
    for (const node of nodes) node.classList.remove("dim");
  };

  for (const node of nodes) {
    for (const event of ["pointerenter", "focusin"]) node.addEventListener(event, () => show(node.dataset.node));
    for (const event of ["pointerleave", "focusout"]) node.addEventListener(event, clear);
  }
}
