// One product: its timeline, its warehouses, its signals and what viewers ask about it.
import { mayOperate, post, roomPath } from "../base/api.js";
import { choice, el, emptyState, panel, setAttribute, setText } from "../base/elements.js";
import { duration, durationRange, isOut, money, number, percent, rate } from "../base/format.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";
import { DemandChart } from "../live/demand-chart.js";
import { showStanding } from "../live/signal-texts.js";
import { CardsPanel } from "../panels/cards.js";
import { curveLegend } from "../panels/curves.js";
import { QuestionsPanel } from "../panels/small-panels.js";
import { StockDialog } from "../panels/stock-dialog.js";
import { TickingNumber } from "../panels/ticking-number.js";
import { warehouseTable } from "../panels/warehouses.js";

const SPANS = [
  ["quarter", 900],
  ["hour", 3600],
  ["whole", null],
];

class ProductPage {
  constructor(context, { sku }) {
    this.context = context;
    this.sku = sku;
    this.bin = 30;
    this.back = 3600;
    this.link = el("span", { class: "link-badge big" });
    this.name = el("h1");
    this.heat = el("span", { class: "heat" });
    this.about = el("p", { class: "note" });
    this.previous = el(
      "a",
      { class: "quiet", title: t("product/previous"), "aria-label": t("product/previous") },
      icon("back"),
    );
    this.following = el(
      "a",
      { class: "quiet", title: t("product/next"), "aria-label": t("product/next") },
      icon("forward"),
    );
    this.explain = el(
      "button",
      { type: "button", class: "quiet", hidden: true, onclick: () => this.sayExplaining() },
      icon("play"),
      t("product/explain"),
    );
    const head = el(
      "header",
      { class: "page-head" },
      el(
        "a",
        { class: "quiet", href: context.overviewAddress(), title: t("product/back"), "aria-label": t("product/back") },
        icon("back"),
        el("span", null, t("nav/overview")),
      ),
      this.link,
      el("div", { class: "page-titles" }, el("div", { class: "page-title" }, this.name, this.heat), this.about),
      el("div", { class: "page-tools" }, this.explain, this.previous, this.following),
    );
    this.facts = {};
    const fact = (name, title) => {
      const value = el("dd"),
        note = el("dd", { class: "note" });
      this.facts[name] = { value, note, element: el("div", { class: "fact" }, el("dt", null, title), value, note) };
      return this.facts[name].element;
    };
    const facts = el(
      "dl",
      { class: "facts" },
      fact("stock", t("now/stock")),
      fact("pace", t("now/pace")),
      fact("stockout", t("now/stockout")),
      fact("sold", t("product/sold")),
      fact("gmv", t("product/gmv")),
      fact("cover", t("product/cover")),
      fact("talk", t("product/comments")),
    );
    this.ticking = new TickingNumber(this.facts.stock.value);
    const chartPanel = panel("timeline", t("product/timeline"));
    this.reading = el("p", { class: "note reading", "aria-live": "off" });
    chartPanel.tools.append(
      choice(
        t("product/bin"),
        [
          [10, duration(10)],
          [30, duration(30)],
          [60, duration(60)],
        ],
        this.bin,
        (bin) => this.reshape({ bin }),
      ),
      choice(
        t("product/span"),
        SPANS.map(([name, back]) => [
          back ?? "whole",
          t({ quarter: "product/lastQuarter", hour: "product/lastHour", whole: "product/whole" }[name]),
        ]),
        this.back,
        (back) => this.reshape({ back: back === "whole" ? null : back }),
      ),
    );
    this.chartBox = el("div", { class: "product-chart" });
    chartPanel.element.append(
      el("div", { class: "legend-line" }, curveLegend({ hasStock: true }), this.reading),
      this.chartBox,
    );
    this.makeChart();
    const houses = panel("warehouses", t("product/warehouses"));
    this.houses = el("div", { class: "matrix-frame" });
    this.book = el(
      "button",
      {
        type: "button",
        class: "act",
        hidden: true,
        onclick: () => new StockDialog(context, this.store.room, this.shown),
      },
      icon("box"),
      t("booking/open"),
    );
    houses.tools.append(this.book);
    houses.element.append(this.houses);
    this.signals = new CardsPanel(context, { sku, title: t("product/signals") });
    this.questions = new QuestionsPanel(context, { sku, title: t("product/questions") });
    this.body = el(
      "div",
      { class: "page page-product" },
      head,
      facts,
      chartPanel.element,
      el("div", { class: "product-columns" }, houses.element, this.signals.element, this.questions.element),
    );
    this.blank = el(
      "div",
      { class: "page", hidden: true },
      emptyState(t("product/notFound"), t("product/notFoundNote")),
      el("a", { class: "quiet", href: context.overviewAddress() }, icon("back"), t("product/back")),
    );
    this.element = el("div", null, this.body, this.blank);
    this.title = sku;
  }

  makeChart() {
    this.chart?.destroy();
    this.chart = new DemandChart({
      back: this.back,
      ahead: 900,
      bin: this.bin,
      isDetailed: true,
      pointed: (index, data, time) => this.read(index, data, time),
    });
    this.chartBox.replaceChildren(this.chart.element);
  }

  reshape(change) {
    Object.assign(this, change);
    this.makeChart();
    if (this.store) this.tick(this.store, this.timelines);
  }

  read(index, data, time) {
    if (index === null || index === undefined || data[0][index] === undefined) return setText(this.reading, "");
    const [at, actual, high, low, median, stock] = data.map((column) => column[index]);
    const parts = [time(at)];
    if (actual !== null && actual !== undefined) parts.push(`${t("curves/actual")} ${rate(actual)}`);
    if (median !== null && median !== undefined && actual === null)
      parts.push(`${t("curves/forecast")} ${rate(median)} (${rate(low)}–${rate(high)})`);
    if (stock !== null && stock !== undefined) parts.push(`${t("curves/available")} ${number(stock)}`);
    setText(this.reading, parts.join(" · "));
  }

  async sayExplaining() {
    try {
      await post(roomPath(this.store.room, "presentations", "correct"), { sku: this.sku });
      this.context.notify(t("product/explained"), "good");
    } catch (error) {
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
    }
  }

  /** @param {import("../live/room-store.js").RoomStore} store @param {import("../live/timelines.js").Timelines | null} timelines */
  update(store, changes, timelines) {
    this.store = store;
    this.timelines = timelines;
    this.signals.update(store, changes);
    this.questions.update(store, changes);
    const product = store.products.get(this.sku);
    this.body.hidden = !product;
    this.blank.hidden = Boolean(product);
    if (product) showStanding(this.heat, store, product);
    if (!product || (product === this.shown && !changes.has("snapshot"))) return;
    const isSame = Boolean(this.shown);
    this.shown = product;
    this.showProduct(product, isSame);
    this.showNeighbours([...store.products.values()].sort((a, b) => (a.link_no ?? 1e9) - (b.link_no ?? 1e9)));
  }

  /** @param {API.Product} product */
  showProduct(product, isSame) {
    this.title = product.name;
    setText(this.link, product.link_no === null || product.link_no === undefined ? "–" : String(product.link_no));
    setText(this.name, product.name);
    setText(
      this.about,
      [
        product.sku,
        product.category,
        money(product.live_price),
        product.list_price > product.live_price ? t("product/listPrice", { n: money(product.list_price) }) : null,
      ]
        .filter(Boolean)
        .join(" · "),
    );
    this.explain.hidden = product.presenting || !mayOperate();
    this.book.hidden = !product.warehouses?.length || !mayOperate();
    this.ticking.show(product.available, isSame);
    const put = (name, value, note, level) => {
      if (value !== null) setText(this.facts[name].value, value);
      setText(this.facts[name].note, note);
      setAttribute(this.facts[name].element, "data-level", level ?? null);
    };
    const eta = product.stockout_eta_s;
    put(
      "stock",
      null,
      product.available < 0
        ? t("now/oversold", { n: number(-product.available) })
        : typeof product.available !== "number"
          ? t("now/noStock")
          : `${t("now/opening", { n: number(product.opening) })}${product.opening > 0 ? ` · ${percent(Math.max(0, product.available / product.opening))}` : ""}`,
      isOut(product) ? "bad" : product.heat === "brink" ? "warn" : null,
    );
    put("pace", rate(product.orders_per_min), t("now/expected", { n: rate(product.expected_orders_per_min) }));
    put(
      "stockout",
      isOut(product) ? t("now/soldOut") : eta ? duration(eta) : t("now/noStockout"),
      eta && !isOut(product) ? t("now/range", { range: durationRange(product.eta_lo_s, product.eta_hi_s) }) : "",
      isOut(product) ? "bad" : eta && eta < 900 ? "warn" : null,
    );
    put("sold", number(product.units), `${number(product.orders)} ${t("product/orders")}`);
    put("gmv", money(product.gmv, true), "");
    put(
      "cover",
      typeof product.days_of_cover === "number"
        ? t("unit/days", { n: number(Math.max(0, product.days_of_cover), 1) })
        : "–",
      product.in_transit > 0 ? t("warehouses/transit", { n: number(product.in_transit) }) : "",
    );
    put("talk", number(product.comments), `${t("product/mentions")} ${number(product.mentions)}`);
    const key = JSON.stringify(product.warehouses ?? []);
    if (key !== this.housesKey) {
      this.housesKey = key;
      this.houses.replaceChildren(
        product.warehouses?.length
          ? warehouseTable(product)
          : emptyState(t("warehouses/empty"), t("warehouses/emptyNote")),
      );
    }
  }

  showNeighbours(products) {
    const at = products.findIndex((product) => product.sku === this.sku);
    const link = (element, product) => {
      element.hidden = !product;
      if (product) setAttribute(element, "href", this.context.productAddress(product.sku));
    };
    link(this.previous, products[at - 1]);
    link(this.following, products[at + 1]);
  }

  /** @param {import("../live/room-store.js").RoomStore} store @param {import("../live/timelines.js").Timelines | null} timelines */
  tick(store, timelines) {
    this.signals.tick();
    if (!store.products.has(this.sku)) return;
    const entry = timelines.of(this.sku);
    timelines.reachPresent(entry, store.products.get(this.sku), store.streamTime());
    setAttribute(
      this.chart.element,
      "aria-label",
      t("curves/label", { name: this.title, pace: rate(store.products.get(this.sku).orders_per_min) }),
    );
    if (entry.error && !entry.data) setText(this.reading, t("curves/failed", { message: entry.error.message }));
    this.chart.show(entry, store.streamTime(), store.view.started_at);
  }

  destroy() {
    this.chart.destroy();
  }
}

export const productPage = (context, place) => new ProductPage(context, place);
