"use strict";
// Language switch, filters, sorting, and showing pairs on the map. Keeps and fetches nothing.
const editions = [...document.querySelectorAll("[data-edition]")];
const buttons = [...document.querySelectorAll("[data-speak]")];
const wished = { text: "", who: "", group: "" };
const order = { column: 0, down: false };
let spoken = document.documentElement.lang;
const here = () => editions.find((edition) => edition.dataset.edition === spoken);

function speak(language) {
  const anchor = nearest();
  spoken = language;
  document.documentElement.lang = language;
  for (const edition of editions) edition.hidden = edition.dataset.edition !== language;
  for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.speak === language);
  document.title = here().dataset.title;
  apply();
  sort();
  if (anchor) document.getElementById(anchor.replace(/^../, language))?.scrollIntoView();
}

// What stands at the top of the window, so that the same stands there in the other language.
function nearest() {
  if (scrollY < 200) return null;
  const marks = [...here().querySelectorAll("section[id], .card:not([hidden])")];
  return marks.filter((mark) => mark.getBoundingClientRect().top < 120).pop()?.id ?? null;
}

const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function apply() {
  const edition = here();
  const form = edition.querySelector(".filters");
  if (!form) return;
  for (const name of Object.keys(wished)) if (form.elements[name]) form.elements[name].value = wished[name];
  const words = folded(wished.text).split(/\s+/).filter(Boolean);
  let shown = 0;
  const cards = edition.querySelectorAll(".card");
  for (const card of cards) {
    card.text ??= folded(card.textContent);
    const fits = words.every((word) => card.text.includes(word))
      && (!wished.who || card.dataset.who.split(" ").includes(wished.who))
      && (!wished.group || card.dataset.group === wished.group);
    card.hidden = !fits;
    shown += fits;
    edition.querySelector(`tr[data-pair="${card.dataset.pair}"]`).hidden = !fits;
    edition.querySelector(`.arcs a[data-pair="${card.dataset.pair}"]`)?.classList.toggle("out", !fits);
  }
  const output = form.querySelector("output");
  output.textContent = output.dataset.of.replace("#", shown);
}

function sort() {
  const edition = here();
  const table = edition.querySelector(".pairings");
  if (!table) return;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    if (index === order.column) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  const numeric = heads[order.column].dataset.sort === "number";
  const sign = order.down ? -1 : 1;
  const key = (row) => {
    const cell = row.cells[order.column];
    if (!numeric) return cell.textContent;
    return cell.dataset.value === "" ? null : Number(cell.dataset.value);
  };
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return (x === null) - (y === null);
    const by = numeric ? x - y : x.localeCompare(y, spoken);
    return sign * by || a.dataset.pair - b.dataset.pair;
  });
  table.tBodies[0].append(...rows);
}

function point(edition, chosen, text) {
  const map = edition.querySelector(".map");
  const arcs = [...map.querySelectorAll(".arcs a")].filter(chosen);
  const ids = new Set(arcs.flatMap((arc) => [arc.dataset.fr, arc.dataset.jp]));
  if (text?.place) ids.add(text.place);
  for (const arc of map.querySelectorAll(".arcs a")) arc.classList.toggle("on", arcs.includes(arc));
  for (const mark of map.querySelectorAll("[data-place]")) mark.classList.toggle("on", ids.has(mark.dataset.place));
  map.classList.toggle("pointing", ids.size > 0);
  const caption = map.querySelector(".pair");
  caption.idle ??= caption.textContent;
  caption.textContent = arcs.length
    ? arcs.map((arc) => arc.getAttribute("aria-label")).join("   ") : caption.idle;
}

for (const edition of editions) {
  const form = edition.querySelector(".filters");
  if (form) {
    form.hidden = false;
    form.addEventListener("input", () => {
      for (const name of Object.keys(wished)) wished[name] = form.elements[name]?.value ?? "";
      apply();
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const name of Object.keys(wished)) wished[name] = "";
      apply();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  edition.querySelectorAll(".pairings thead th").forEach((head, index) => {
    // No <button>: Chromium does not repeat a table head on paper that holds one.
    const button = document.createElement("span");
    button.role = "button";
    button.tabIndex = 0;
    button.textContent = head.textContent;
    head.replaceChildren(button);
    const chosen = () => {
      // A first click on a score or ratio shows the largest first.
      order.down = order.column === index ? !order.down : head.dataset.sort === "number" && index > 0;
      order.column = index;
      sort();
    };
    button.addEventListener("click", chosen);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      chosen();
    });
  });
  const nobody = () => point(edition, () => false);
  for (const arc of edition.querySelectorAll(".arcs a")) {
    const mine = () => point(edition, (other) => other === arc);
    arc.addEventListener("pointerenter", mine);
    arc.addEventListener("focus", mine);
    arc.addEventListener("pointerleave", nobody);
    arc.addEventListener("blur", nobody);
  }
  for (const mark of edition.querySelectorAll(".places [data-place]")) {
    const id = mark.dataset.place;
    mark.addEventListener("pointerenter", () =>
      point(edition, (arc) => arc.dataset.fr === id || arc.dataset.jp === id, { place: id }));
    mark.addEventListener("pointerleave", nobody);
  }
  const caption = edition.querySelector(".map .pair");
  caption.textContent += " " + caption.dataset.idle;
}
const languages = document.querySelector(".languages");
languages.hidden = false;
for (const button of buttons) button.addEventListener("click", () => speak(button.dataset.speak));
apply();
