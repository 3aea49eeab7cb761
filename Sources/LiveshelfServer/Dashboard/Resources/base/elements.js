// Builds and changes elements.
import { el } from "./dom.js";

export { draw, el } from "./dom.js";

/** Sets a text, and touches the document only when it differs. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets or (with null or false) removes an attribute, and touches the document only when it differs. */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Sets a custom property of the element's style, and touches the document only when it differs. */
export function setProperty(element, name, value) {
  if (element.style.getPropertyValue(name) !== String(value)) element.style.setProperty(name, value);
}

/** Children of a list by key: they keep their elements while their items change, come, go and move. */
export class KeyedList {
  /** `create(item)` gives `{ element, update(item) }`. */
  constructor(parent, key, create) {
    this.parent = parent;
    this.key = key;
    this.create = create;
    this.rows = new Map();
  }

  show(items) {
    const wanted = new Set(items.map(this.key));
    for (const [key, row] of this.rows) {
      if (wanted.has(key)) continue;
      row.element.remove();
      this.rows.delete(key);
    }
    let next = this.parent.firstElementChild;
    for (const item of items) {
      const key = this.key(item);
      let row = this.rows.get(key);
      if (!row) this.rows.set(key, (row = this.create(item)));
      row.update(item);
      if (row.element === next) next = next.nextElementSibling;
      else this.parent.insertBefore(row.element, next);
    }
  }
}

/** A panel of the screen: a section with a heading. */
export function panel(name, title, ...children) {
  const heading = el("h2", { id: `${name}-title` }, title);
  const tools = el("div", { class: "panel-tools" });
  const head = el("header", { class: "panel-head" }, heading, tools);
  const element = el("section", { class: `panel panel-${name}`, "aria-labelledby": heading.id }, head, children);
  return { element, heading, tools, head };
}

/** What a panel says when it has nothing to show. */
export const emptyState = (title, note) =>
  el(
    "div",
    { class: "empty" },
    el("p", { class: "empty-title" }, title),
    note ? el("p", { class: "note" }, note) : null,
  );

/** A group of buttons of which one is pressed. `options`: `[value, text]` each. */
export function choice(label, options, chosen, choose) {
  const group = el("div", { class: "choice", role: "group", "aria-label": label });
  const press = (value) => {
    for (const button of group.children)
      setAttribute(button, "aria-pressed", String(button.dataset.value === String(value)));
  };
  for (const [value, text] of options) {
    group.append(
      el(
        "button",
        {
          type: "button",
          "data-value": value,
          onclick: () => {
            press(value);
            choose(value);
          },
        },
        text,
      ),
    );
  }
  press(chosen);
  return group;
}
