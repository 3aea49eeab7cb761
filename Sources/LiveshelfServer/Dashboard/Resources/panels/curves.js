// Demand curves of several products as small charts beside each other.
import { el, emptyState, KeyedList, panel, setAttribute, setText } from "../base/elements.js";
import { number, rate } from "../base/format.js";
import { t } from "../base/texts.js";
import { ChartBoard, DemandChart } from "../live/demand-chart.js";
import { showStanding } from "../live/signal-texts.js";
import { byUrgency } from "./shelf.js";

/** What is on stage, then what sells most. */
const byPace = (a, b) =>
  Number(b.presenting) - Number(a.presenting) ||
  Math.round(b.orders_per_min) - Math.round(a.orders_per_min) ||
  byUrgency(a, b);

const REORDER = 15000;

export function curveLegend({ hasStock = false } = {}) {
  const key = (name, text) => el("span", { class: "key" }, el("i", { class: `swatch swatch-${name}` }), text);
  return el(
    "p",
    { class: "legend" },
    key("actual", t("curves/actual")),
    key("forecast", t("curves/forecast")),
    key("stockout", t("curves/stockout")),
    key("presenting", t("curves/presenting")),
    hasStock ? key("stock", t("curves/stockAxis")) : null,
  );
}

class CurveCard {
  constructor(owner, product) {
    this.owner = owner;
    this.link = el("span", { class: "link-badge" });
    this.name = el("span", { class: "row-name" });
    this.pace = el("b", { class: "curve-pace" });
    this.stock = el("span", { class: "note curve-stock" });
    this.heat = el("span", { class: "heat" });
    this.chart = new DemandChart({ back: 600, ahead: 900, bin: 30, isDetailed: false });
    this.chart.sku = product.sku;
    this.element = el(
      "li",
      null,
      el(
        "a",
        { class: "curve", href: owner.context.productAddress(product.sku) },
        el("span", { class: "curve-head" }, this.link, this.name, this.heat),
        el("span", { class: "curve-facts" }, this.pace, el("span", { class: "note" }, t("unit/perMinute")), this.stock),
        this.chart.element,
      ),
    );
  }

  /** @param {API.Product} product */
  update(product) {
    showStanding(this.heat, this.owner.store, product);
    if (product === this.product) return;
    this.product = product;
    setText(this.link, product.link_no === null || product.link_no === undefined ? "–" : String(product.link_no));
    setText(this.name, product.name);
    setAttribute(this.name, "title", product.name);
    setText(this.pace, rate(product.orders_per_min));
    setText(this.stock, `${t("curves/available")} ${number(product.available)}`);
    setAttribute(
      this.chart.element,
      "aria-label",
      t("curves/label", { name: product.name, pace: rate(product.orders_per_min) }),
    );
  }
}

export class CurvesPanel {
  /** `count`: how many products, or null for all. */
  constructor(context, { count = null } = {}) {
    this.context = context;
    this.count = count;
    this.order = [];
    this.orderedAt = -Infinity;
    const { element, tools } = panel("curves", t("curves/title"));
    this.all = el("a", { class: "quiet", href: context.curvesAddress() });
    if (count) tools.append(this.all);
    this.list = el("ol", { class: "curve-grid" });
    this.rows = new KeyedList(
      this.list,
      (product) => product.sku,
      (product) => {
        const card = new CurveCard(this, product);
        this.board.add(card.chart);
        return card;
      },
    );
    this.blank = el("div", { hidden: true }, emptyState(t("curves/empty")));
    this.board = new ChartBoard((chart) => this.drawOne(chart));
    this.legend = curveLegend();
    element.append(this.legend, this.list, this.blank);
    this.element = element;
  }

  destroy() {
    this.board.destroy();
  }

  /** @param {import("../live/room-store.js").RoomStore} store @param {import("../live/timelines.js").Timelines | null} timelines */
  update(store, changes, timelines) {
    this.store = store;
    this.timelines = timelines;
    if (!["products", "cards", "snapshot"].some((change) => changes.has(change))) return;
    const products = [...store.products.values()];
    const isDue =
      performance.now() - this.orderedAt > REORDER ||
      changes.has("snapshot") ||
      (!this.count && this.order.length !== products.length);
    if (isDue && !this.element.matches(":hover, :focus-within")) {
      this.order = (
        this.count
          ? products.sort(byPace).slice(0, this.count)
          : products.sort((a, b) => (a.link_no ?? 1e9) - (b.link_no ?? 1e9))
      ).map((product) => product.sku);
      this.orderedAt = performance.now();
      const wanted = new Set(this.order);
      for (const [sku, card] of this.rows.rows) if (!wanted.has(sku)) this.board.remove(card.chart);
    }
    this.rows.show(this.order.map((sku) => store.products.get(sku)).filter(Boolean));
    setText(this.all, t("curves/more", { n: products.length }));
    this.legend.hidden = this.list.hidden = !products.length;
    this.blank.hidden = products.length > 0;
  }

  drawOne(chart) {
    const entry = this.timelines?.of(chart.sku);
    if (!entry) return;
    const time = this.store.streamTime();
    this.timelines.reachPresent(entry, this.store.products.get(chart.sku), time);
    setAttribute(
      chart.element,
      "data-error",
      entry.error && !entry.data ? t("curves/failed", { message: entry.error.message }) : null,
    );
    chart.show(entry, time, this.store.view.started_at);
  }
}
