// What will be listened for when a catalog is put in, by product; names can be changed before.
import { send } from "../base/api.js";
import { el, setAttribute } from "../base/elements.js";
import { number } from "../base/format.js";
import { addDesk, t } from "../base/texts.js";

await addDesk();

/** Products that are shown without being asked for: those whose names need a look. */
const MOST = 200;

export class CatalogNames {
  /** `changed()`: a name was changed. */
  constructor(changed) {
    this.changed = changed;
    this.element = el("details", { class: "catalog-names", hidden: true });
  }

  /** Asks the server what it would listen for. */
  async check(file, type) {
    this.element.hidden = true;
    this.catalog = null;
    this.isChanged = false;
    /** @type {API.CheckedCatalog} */
    const checked = await send("POST", "/v1/catalog/check?listing=true", file, type);
    this.catalog = checked.catalog;
    const titles = new Map(checked.titles.map((one) => [one.sku, one]));
    const faults = new Map();
    for (const finding of checked.findings) faults.set(finding.sku, [...(faults.get(finding.sku) ?? []), finding.text]);
    const needsLook = (product) => titles.has(product.sku) || faults.has(product.sku);
    const shown = [...this.catalog].sort((a, b) => Number(needsLook(b)) - Number(needsLook(a))).slice(0, MOST);
    const looks = this.catalog.filter(needsLook).length;
    this.element.replaceChildren(
      el("summary", null, t(looks ? "names/look" : "names/fine", { n: number(looks) })),
      el("p", { class: "note" }, t("names/lead")),
      el(
        "ul",
        { class: "data-faults" },
        shown.map((product) => this.row(product, titles.get(product.sku), faults.get(product.sku) ?? [])),
      ),
    );
    this.element.open = looks > 0;
    this.element.hidden = false;
  }

  /** One product: what it is called, and the names that are listened for. */
  row(product, title, faults) {
    const isSilent = title && !title.listens_for.length;
    const names = el("input", {
      class: "catalog-name",
      value: product.aliases,
      placeholder: title ? t("names/none") : product.name,
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": `${t("names/of")}：${product.name}`,
    });
    names.addEventListener("input", () => {
      product.aliases = names.value.replace(/[、,，]/g, "|");
      this.isChanged = true;
      setAttribute(row, "data-silent", isSilent && !product.aliases.trim() ? "true" : null);
      this.changed();
    });
    const row = el(
      "li",
      { class: "note", "data-sku": product.sku, "data-silent": isSilent ? "true" : null },
      el("b", null, product.name),
      title ? el("span", { class: "names-title" }, t(isSilent ? "names/silent" : "names/title")) : null,
      names,
      faults.slice(0, 3).map((fault) => el("span", { class: "names-fault" }, fault)),
    );
    return row;
  }

  /** The catalog with the names that were changed; null: the file is as good. */
  get changedFile() {
    return this.isChanged && this.catalog
      ? new Blob([JSON.stringify(this.catalog)], { type: "application/json" })
      : null;
  }
}
