// The product on stage: what it is, for how long, how sure that is, how it sells, and how long its stock will last.
import { mayOperate } from "../base/api.js";
import { el, emptyState, setAttribute, setProperty, setText } from "../base/elements.js";
import { duration, durationRange, isOut, money, number, percent, rate, stopwatch, timeOfDay } from "../base/format.js";
import { icon } from "../base/icons.js";
import { spoken, t } from "../base/texts.js";
import { DemandChart } from "../live/demand-chart.js";
import { TickingNumber } from "./ticking-number.js";

function figure(name, title) {
  const value = el("dd", { class: "figure-value" });
  const note = el("dd", { class: "figure-note note" });
  return { element: el("div", { class: `figure figure-${name}` }, el("dt", null, title), value, note), value, note };
}

export class NowPanel {
  constructor(context) {
    this.context = context;
    this.elapsed = el("strong", { class: "now-elapsed", role: "timer", "aria-live": "off" });
    this.meter = el("span", { class: "meter" });
    this.confidence = el("span", { class: "now-confidence" });
    this.correct = el(
      "button",
      { type: "button", class: "quiet now-correct", onclick: () => context.correct() },
      icon("swap"),
      t("now/correct"),
    );
    this.link = el("span", { class: "link-badge big" });
    this.name = el("a", { class: "now-name" });
    this.reason = el("p", { class: "now-reason" });
    this.price = el("p", { class: "now-price" });
    this.figures = {
      stock: figure("stock", t("now/stock")),
      pace: figure("pace", t("now/pace")),
      stockout: figure("stockout", t("now/stockout")),
      sold: figure("sold", t("now/sold")),
    };
    this.stock = new TickingNumber(this.figures.stock.value);
    this.chart = new DemandChart({ back: 600, ahead: 900, bin: 30, isDetailed: false });
    this.body = el(
      "div",
      { class: "now-body" },
      el(
        "div",
        { class: "now-head" },
        this.link,
        el("div", { class: "now-titles" }, el("h3", null, this.name), this.price, this.reason),
        el(
          "div",
          { class: "now-time" },
          el("span", { class: "note" }, t("now/elapsed")),
          this.elapsed,
          el("span", { class: "now-sure" }, this.meter, this.confidence),
        ),
      ),
      el(
        "dl",
        { class: "figures" },
        Object.values(this.figures).map((one) => one.element),
      ),
      this.chart.element,
    );
    this.blank = el("div", { class: "now-blank" });
    this.warning = el("p", { class: "now-warning", role: "status", hidden: true });
    const heading = el("h2", { id: "now-title" }, t("now/title"));
    this.element = el(
      "section",
      { class: "panel panel-now", "aria-labelledby": "now-title" },
      el("header", { class: "panel-head" }, heading, el("div", { class: "panel-tools" }, this.correct)),
      this.warning,
      this.body,
      this.blank,
    );
    this.sku = undefined;
  }

  destroy() {
    this.chart.destroy();
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    const now = store.view.now;
    setAttribute(this.element, "data-on", now ? "true" : null);
    // Without the stream nobody hears what is presented: what is shown is the past.
    const isBlind = ["stalled", "reconnecting"].includes(store.view.state);
    setAttribute(this.element, "data-blind", isBlind ? "true" : null);
    this.warning.hidden = !isBlind;
    if (isBlind)
      setText(
        this.warning,
        t("now/blind", { state: t(`state/${store.view.state}`), time: timeOfDay(store.view.clock) }),
      );
    this.body.hidden = !now;
    this.blank.hidden = Boolean(now);
    this.correct.hidden =
      !mayOperate() || !store.products.size || ["ended", "idle", "waiting"].includes(store.view.state);
    if (!now) {
      const state = store.view.state;
      const kind = ["idle", "ended", "connecting", "waiting"].includes(state) ? state : "nothing";
      if (this.blankKind !== kind) this.blank.replaceChildren(emptyState(t(`now/${kind}`), t(`now/${kind}Note`)));
      if (this.blankKind !== kind && store.view.show && ["idle", "ended"].includes(kind)) this.showEnd(store, kind);
      this.blankKind = kind;
      this.sku = null;
      return;
    }
    const product = store.products.get(now.sku);
    if (changes.has("snapshot") || changes.has("now") || this.sku !== now.sku) this.showStage(now, product);
    if (product && (this.sku !== now.sku || changes.has(`products/${now.sku}`))) this.showFigures(product);
    this.sku = now.sku;
  }

  /** The show is over: what it came to, fetched when it is wanted. */
  async showEnd(store, kind) {
    const { showEnd } = await import("./show-end.js");
    const element = await showEnd(store, this.context);
    if (this.blankKind === kind) this.blank.replaceChildren(element);
  }

  /** @param {API.Product} product */
  showStage(now, product) {
    const number = now.link_no ?? product?.link_no;
    setText(this.link, number === null || number === undefined ? "–" : String(number));
    setAttribute(
      this.link,
      "aria-label",
      number === null || number === undefined ? t("now/noLink") : t("now/link", { n: number }),
    );
    setText(this.name, now.product);
    setAttribute(this.name, "href", this.context.productAddress(now.sku));
    setAttribute(this.element, "data-long", now.product.length > 12 ? "true" : null);
    setText(this.reason, spoken(now, "reason"));
    setAttribute(this.reason, "title", spoken(now, "reason") || null);
    setText(this.confidence, now.manual ? t("now/manual") : `${t("now/confidence")} ${percent(now.confidence)}`);
    setProperty(this.meter, "--part", now.confidence ?? 0);
    setAttribute(this.meter, "data-sure", now.confidence >= 0.8 ? "high" : now.confidence >= 0.5 ? "middle" : "low");
    setAttribute(
      this.chart.element,
      "aria-label",
      t("curves/label", { name: now.product, pace: rate(product?.orders_per_min) }),
    );
    if (this.chart.sku !== now.sku) {
      this.chart.sku = now.sku;
      this.chart.key = "";
    }
  }

  /** @param {API.Product} product */
  showFigures(product) {
    const { stock, pace, stockout, sold } = this.figures;
    this.stock.show(product.available, this.sku === product.sku);
    const isShort = product.available < 0;
    setText(
      stock.note,
      isShort
        ? t("now/oversold", { n: number(-product.available) })
        : typeof product.available === "number"
          ? t("now/opening", { n: number(product.opening) })
          : t("now/noStock"),
    );
    setAttribute(stock.element, "data-level", isOut(product) ? "bad" : product.heat === "brink" ? "warn" : null);
    setText(pace.value, rate(product.orders_per_min));
    const factor =
      product.expected_orders_per_min > 0 ? product.orders_per_min / product.expected_orders_per_min : null;
    const isFast = factor !== null && factor >= 1.5 && product.orders_per_min >= 3;
    setText(
      pace.note,
      `${t("now/expected", { n: rate(product.expected_orders_per_min) })}${isFast ? ` · ${t("now/faster", { n: rate(factor) })}` : ""}`,
    );
    setAttribute(pace.element, "data-level", isFast ? "good" : null);
    const eta = product.stockout_eta_s;
    setText(
      stockout.value,
      isOut(product) ? t("now/soldOut") : eta === null || eta === undefined ? t("now/noStockout") : duration(eta),
    );
    setText(
      stockout.note,
      !isOut(product) && eta ? t("now/range", { range: durationRange(product.eta_lo_s, product.eta_hi_s) }) : "",
    );
    setAttribute(stockout.element, "data-level", isOut(product) ? "bad" : eta && eta < 900 ? "warn" : null);
    setAttribute(stockout.element, "data-text", eta && !isOut(product) ? null : "true");
    setText(sold.value, number(product.units));
    setText(sold.note, t("now/soldNote", { orders: number(product.orders), money: money(product.gmv, true) }));
    const price = money(product.live_price);
    this.price.replaceChildren(
      el("b", null, price),
      product.list_price > product.live_price ? el("s", null, money(product.list_price)) : "",
      el("span", null, product.category ?? ""),
    );
  }

  /** Once a second: the clock and the curve. */
  tick(store, timelines) {
    const now = store.view?.now;
    if (!now) return;
    setText(this.elapsed, stopwatch(store.streamTime() - now.start));
    const entry = timelines.of(now.sku);
    timelines.reachPresent(entry, store.products.get(now.sku), store.streamTime());
    this.chart.show(entry, store.streamTime(), store.view.started_at);
  }
}
