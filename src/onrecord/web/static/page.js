// What is a little better with a script; every page works without it.
"use strict";

// A choice that is followed at once.
for (const select of document.querySelectorAll("select[data-submit]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// What is beside the page where it is wide, and above it where it is narrow, is open beside it alone.
if (matchMedia("(min-width: 52.01rem)").matches) {
  for (const group of document.querySelectorAll("[data-open-wide]")) group.open = true;
}

// "/" leads to the search, as on many sites.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector('[role="search"] input');
  const writes = event.target.closest("input, select, textarea");
  if (event.key === "/" && field && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
  }
});

// Whoever points at a part of a statement, or comes to its note by keyboard, sees all parts of it.
const parts = new Map();
const add = (number, element) => {
  if (!parts.has(number)) parts.set(number, []);
  parts.get(number).push(element);
};
for (const element of document.querySelectorAll("[data-notes]")) {
  for (const number of element.dataset.notes.split(" ")) add(number, element);
}
for (const element of document.querySelectorAll("[data-note]")) add(element.dataset.note, element);

const numbersOf = (target) => {
  const element = target.closest?.("[data-notes], [data-note]");
  if (!element) return [];
  return element.dataset.note ? [element.dataset.note] : element.dataset.notes.split(" ");
};
const show = (event) => {
  const numbers = numbersOf(event.target);
  for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
  for (const number of numbers) {
    for (const element of parts.get(number) ?? []) element.classList.add("lit");
  }
  document.body.classList.toggle("lights", numbers.length > 0);
};
if (parts.size) {
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
}
