// Stock by product and warehouse: where a region runs short while others have plenty.
import { el, emptyState, panel, setAttribute, setText } from "../base/elements.js";
import { isOut, number, timeOfDay } from "../base/format.js";
import { t } from "../base/texts.js";
import { byUrgency } from "./shelf.js";

const REORDER = 6000;

const levelOf = (cell) => (cell.available <= 0 ? "out" : cell.available <= cell.safety_stock ? "low" : "fine");

/** Products with a short warehouse first. */
const shortage = (product) => {
  const levels = (product.warehouses ?? []).map(levelOf);
  const out = levels.filter((level) => level === "out").length,
    low = levels.filter((level) => level === "low").length;
  const isUneven = levels.some((level) => level === "fine");
  return (out + low) * (isUneven ? 2 : 1);
};

export class WarehousesPanel {
  constructor(context, { rows = 10 } = {}) {
    this.context = context;
    this.limit = rows;
    this.orderedAt = -Infinity;
    this.cells = new Map();
    const { element, tools } = panel("warehouses", t("warehouses/title"));
    const key = (level) =>
      el("span", { class: "key" }, el("i", { class: "swatch", "data-level": level }), t(`warehouses/${level}`));
    tools.append(el("p", { class: "legend" }, key("out"), key("low"), key("fine")));
    this.table = el("table", { class: "matrix" });
    this.more = el("p", { class: "note more" });
    this.blank = el("div", { hidden: true }, emptyState(t("warehouses/empty"), t("warehouses/emptyNote")));
    this.frame = el(
      "div",
      { class: "matrix-frame", tabindex: "0", role: "region", "aria-labelledby": "warehouses-title" },
      this.table,
    );
    element.append(this.frame, this.more, this.blank);
    this.element = element;
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    if (!changes.has("products") && !changes.has("snapshot")) return;
    const products = [...store.products.values()].filter((product) => product.warehouses?.length);
    this.frame.hidden = !products.length;
    this.blank.hidden = products.length > 0;
    this.more.hidden = products.length <= this.limit;
    setText(this.more, t("warehouses/more", { n: products.length - this.limit }));
    const isDue = performance.now() - this.orderedAt > REORDER && !this.element.matches(":hover, :focus-within");
    const names = [...new Set(products.flatMap((product) => product.warehouses.map((cell) => cell.warehouse)))].sort();
    if (changes.has("snapshot") || isDue || names.join() !== this.names?.join()) {
      const order = products.sort((a, b) => shortage(b) - shortage(a) || byUrgency(a, b)).slice(0, this.limit);
      this.orderedAt = performance.now();
      const key = `${names}/${order.map((product) => product.sku)}`;
      if (key !== this.key) this.rebuild(names, order);
      this.key = key;
      this.names = names;
      this.order = order.map((product) => product.sku);
      for (const product of order) this.fill(product);
    } else {
      for (const sku of this.order ?? []) if (changes.has(`products/${sku}`)) this.fill(store.products.get(sku));
    }
  }

  rebuild(names, products) {
    this.cells.clear();
    const head = el(
      "tr",
      null,
      el("th", { scope: "col" }, t("warehouses/product")),
      names.map((name) => el("th", { scope: "col" }, name)),
      el("th", { scope: "col" }, t("warehouses/total")),
    );
    const rows = products.map((product) => {
      const cells = names.map((name) =>
        el("td", { "data-warehouse": name }, el("span", { class: "cell-number" }), el("span", { class: "cell-note" })),
      );
      const total = el("td", { class: "cell-total" });
      this.cells.set(product.sku, { cells, total });
      return el(
        "tr",
        null,
        el(
          "th",
          { scope: "row" },
          el(
            "a",
            { href: this.context.productAddress(product.sku) },
            el(
              "span",
              { class: "link-badge" },
              product.link_no === null || product.link_no === undefined ? "–" : String(product.link_no),
            ),
            el("span", { class: "row-name", title: product.name }, product.name),
          ),
        ),
        cells,
        total,
      );
    });
    this.table.replaceChildren(el("thead", null, head), el("tbody", null, rows));
  }

  /** @param {API.Product} product */
  fill(product) {
    const row = product && this.cells.get(product.sku);
    if (!row) return;
    const byName = new Map(product.warehouses.map((cell) => [cell.warehouse, cell]));
    for (const element of row.cells) {
      const cell = byName.get(element.dataset.warehouse);
      setText(element.firstChild, cell ? number(cell.available) : "–");
      setText(element.lastChild, cell?.in_transit > 0 ? `+${number(cell.in_transit)}` : "");
      setAttribute(element, "data-level", cell ? levelOf(cell) : null);
      setAttribute(element, "title", cell ? describe(cell) : null);
    }
    setText(row.total, number(product.available));
    setAttribute(row.total, "data-level", isOut(product) ? "out" : null);
  }
}

function describe(cell) {
  const parts = [
    t(`warehouses/${levelOf(cell)}`),
    t("warehouses/safety", { n: number(cell.safety_stock) }),
    t("warehouses/onHand", { n: number(cell.on_hand) }),
  ];
  if (cell.in_transit > 0) parts.push(t("warehouses/transit", { n: number(cell.in_transit) }));
  if (cell.arrival) parts.push(t("warehouses/arrival", { time: timeOfDay(cell.arrival, false) }));
  return parts.join(" · ");
}

/** One product's warehouses as a table. */
export function warehouseTable(product) {
  const word = (text) => el("th", { scope: "col" }, text);
  return el(
    "table",
    { class: "matrix full" },
    el(
      "thead",
      null,
      el(
        "tr",
        null,
        word(t("warehouses/warehouse")),
        word(t("warehouses/available")),
        word(t("warehouses/safety", { n: "" })),
        word(t("warehouses/onHand", { n: "" })),
        word(t("warehouses/inTransit")),
        word(t("warehouses/eta")),
      ),
    ),
    el(
      "tbody",
      null,
      product.warehouses.map((cell) =>
        el(
          "tr",
          null,
          el("th", { scope: "row" }, cell.warehouse),
          el("td", { "data-level": levelOf(cell) }, el("span", { class: "cell-number" }, number(cell.available))),
          el("td", null, number(cell.safety_stock)),
          el("td", null, number(cell.on_hand)),
          el("td", null, cell.in_transit > 0 ? `+${number(cell.in_transit)}` : "–"),
          el("td", null, cell.arrival ? timeOfDay(cell.arrival, false) : "–"),
        ),
      ),
    ),
  );
}
