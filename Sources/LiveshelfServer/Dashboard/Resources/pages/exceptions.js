// What differs from the thresholds for some categories and products.
import { el, setAttribute, setText } from "../base/elements.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";
import { EXCEPTIONAL, ThresholdField } from "./threshold-fields.js";

const KINDS = ["categories", "products"];

export class Exceptions {
  /** `products`: of the room that is open, to choose from; `changed()`: something was added, removed or written. */
  constructor(settings, products, readOnly, changed) {
    this.products = products;
    this.readOnly = readOnly;
    this.changed = changed;
    this.entries = [];
    this.list = el("div", { class: "exception-list" });
    this.blank = el("p", { class: "note" }, t("settings/noOverrides"));
    this.element = el(
      "fieldset",
      { class: "threshold-group exceptions" },
      el("legend", null, t("settings/overrides")),
      el("p", { class: "note" }, t("settings/overridesNote")),
      this.blank,
      this.list,
      readOnly ? null : this.adder(),
    );
    for (const kind of KINDS) {
      for (const [name, values] of Object.entries(settings[kind] ?? {})) {
        for (const [threshold, value] of Object.entries(values))
          if (value !== null) this.add(kind, name, threshold, value);
      }
    }
    this.original = JSON.stringify(this.values());
    this.show();
  }

  get fields() {
    return this.entries.flatMap((entry) => [...entry.fields.values()]);
  }

  /** The settings' two members: `categories` and `products`. */
  values() {
    const values = { categories: {}, products: {} };
    for (const { kind, name, fields } of this.entries) {
      for (const field of fields.values())
        if (field.value !== null) (values[kind][name] ??= {})[field.name] = field.value;
    }
    return values;
  }

  get differs() {
    return JSON.stringify(this.values()) !== this.original;
  }

  adder() {
    const kind = el(
      "select",
      { class: "exception-kind", "aria-label": t("settings/exceptionOf"), onchange: () => suggest() },
      KINDS.map((one) => el("option", { value: one }, t(`settings/exceptionKinds/${one}`))),
    );
    const known = el("datalist", { id: "exception-names" });
    const name = el("input", {
      class: "exception-name",
      list: known.id,
      maxlength: "256",
      autocomplete: "off",
      "aria-describedby": "exception-error",
    });
    const threshold = el(
      "select",
      { class: "exception-threshold", "aria-label": t("settings/exceptionThreshold") },
      EXCEPTIONAL.map(([one]) => el("option", { value: one }, t(`threshold/${one}`))),
    );
    const error = el("p", { class: "field-error", id: "exception-error" });
    const suggest = () => {
      const isProduct = kind.value === "products";
      const label = t(isProduct ? "settings/exceptionProduct" : "settings/exceptionCategory");
      setAttribute(name, "placeholder", label);
      setAttribute(name, "aria-label", label);
      const products = [...this.products.values()];
      known.replaceChildren(
        ...(isProduct
          ? products.map((product) => el("option", { value: product.sku }, product.name))
          : [...new Set(products.map((product) => product.category).filter(Boolean))].map((category) =>
              el("option", { value: category }),
            )),
      );
    };
    const add = () => {
      const wanted = name.value.trim();
      setText(error, wanted ? "" : t("settings/exceptionFault"));
      setAttribute(name, "aria-invalid", wanted ? null : "true");
      if (!wanted) return name.focus();
      const field = this.add(kind.value, wanted, threshold.value, null);
      name.value = "";
      this.show();
      this.changed();
      field.input.focus();
    };
    name.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      add();
    });
    suggest();
    return el(
      "div",
      { class: "exception-add" },
      kind,
      name,
      known,
      threshold,
      el("button", { type: "button", class: "quiet", onclick: add }, icon("plus"), t("settings/exceptionAdd")),
      error,
    );
  }

  add(kind, name, threshold, value) {
    let entry = this.entries.find((one) => one.kind === kind && one.name === name);
    if (!entry) {
      entry = { kind, name, fields: new Map(), box: el("div", { class: "exception-fields" }) };
      const product = kind === "products" ? this.products.get(name)?.name : null;
      entry.element = el(
        "section",
        { class: "exception" },
        el(
          "h3",
          null,
          el("span", { class: "exception-tag" }, t(`settings/exceptionKinds/${kind}`)),
          name,
          product ? el("span", { class: "note" }, ` ${product}`) : null,
        ),
        entry.box,
      );
      this.entries.push(entry);
      this.list.append(entry.element);
    }
    const shape = EXCEPTIONAL.find(([one]) => one === threshold);
    // A name that this screen does not know is kept as it is.
    /** @type {[string, number, number]} */
    const known = shape ?? [threshold, -Infinity, Infinity];
    let field = entry.fields.get(threshold);
    if (!field) {
      const remove = this.readOnly
        ? null
        : el(
            "button",
            {
              type: "button",
              class: "tool",
              title: t("settings/exceptionRemove"),
              "aria-label": `${t("settings/exceptionRemove")}: ${name} ${t(`threshold/${threshold}`)}`,
              onclick: () => this.remove(entry, threshold),
            },
            icon("close"),
          );
      field = new ThresholdField(known, [kind, name, threshold], value, { readOnly: this.readOnly, tools: remove });
      entry.fields.set(threshold, field);
      entry.box.append(field.element);
    }
    return field;
  }

  remove(entry, threshold) {
    entry.fields.get(threshold).element.remove();
    entry.fields.delete(threshold);
    if (!entry.fields.size) {
      entry.element.remove();
      this.entries = this.entries.filter((one) => one !== entry);
    }
    this.show();
    this.changed();
  }

  show() {
    this.blank.hidden = this.entries.length > 0;
  }
}
