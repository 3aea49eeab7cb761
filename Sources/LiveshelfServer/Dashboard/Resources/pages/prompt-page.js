// What the host reads from three metres: one product, its price and stock, three points, and what comes next.
import { el, setAttribute, setText } from "../base/elements.js";
import { duration, isOut, money, number, stopwatch } from "../base/format.js";
import { spoken, t } from "../base/texts.js";
import { lateness, RunningOrder } from "../live/running-order.js";

class PromptPage {
  constructor(context) {
    this.title = t("prompt/title");
    this.order = new RunningOrder(context.room, () => {
      if (this.store) this.update(this.store);
    });
    this.link = el("span", { class: "link-badge big" });
    this.name = el("h1", { class: "prompt-name" });
    this.elapsed = el("span", { class: "note", role: "timer", "aria-live": "off" });
    this.price = el("p", { class: "prompt-price" });
    this.stock = el("p", { class: "prompt-stock" });
    this.points = el("ul", { class: "prompt-points" });
    this.next = el("p", { class: "prompt-next" });
    this.element = el(
      "div",
      { class: "page page-prompt" },
      el("div", { class: "prompt-head" }, this.link, this.name, this.elapsed),
      el("div", { class: "prompt-figures" }, this.price, this.stock),
      this.points,
      this.next,
    );
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store) {
    this.store = store;
    this.order.follow(store.view.now?.sku ?? null);
    const { now, next = [], questions = [], cards = [] } = store.view;
    const product = now && store.products.get(now.sku);
    setAttribute(this.element, "data-on", product ? "true" : null);
    this.link.hidden = !product;
    setText(this.link, String(product?.link_no ?? "–"));
    setText(this.name, product?.name ?? t("now/nothing"));
    setText(this.price, product ? money(product.live_price) : "");
    const isGone = product && isOut(product);
    setText(
      this.stock,
      !product || product.available === null
        ? ""
        : isGone
          ? t("now/soldOut")
          : t("prompt/left", { n: number(product.available) }),
    );
    setAttribute(this.stock, "data-level", isGone ? "bad" : (product?.stockout_eta_s ?? 1e9) < 900 ? "warn" : null);
    const card = cards.find((one) => one.sku === now?.sku && one.asks);
    const question = questions.find((one) => one.sku === now?.sku) ?? questions.find((one) => !one.sku);
    const planned = this.order.current;
    const points = !product
      ? []
      : [
          card ? spoken(card, "action") : null,
          ...(planned?.sku === product.sku ? planned.points : []),
          product.list_price > product.live_price
            ? t("prompt/saves", { n: money(product.list_price - product.live_price), list: money(product.list_price) })
            : null,
          !isGone && product.stockout_eta_s ? t("prompt/lasts", { time: duration(product.stockout_eta_s) }) : null,
          question ? t("prompt/asked", { text: question.example }) : null,
          t("prompt/sold", { n: number(product.units) }),
        ]
          .filter(Boolean)
          .slice(0, 3);
    const key = points.join("\n");
    if (key !== this.key) this.points.replaceChildren(...points.map((text) => el("li", null, text)));
    this.key = key;
    setText(this.next, this.following(next[0]));
    this.tick(store);
  }

  /** By the running order, with its stock and how late it is; without one, what should be presented next. */
  following(advised) {
    const item = this.order.next;
    if (!item) return advised ? t("prompt/next", { name: advised.product }) : "";
    const stock =
      item.stock === "out" || item.stock === "short" ? t(`prompt/${item.stock}`, { n: number(item.available) }) : null;
    return [
      t("prompt/next", { name: item.product }),
      duration(item.planned_s),
      stock,
      lateness(this.order.order.late_s),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  tick(store) {
    const now = store.view?.now;
    setText(this.elapsed, now ? stopwatch(store.streamTime() - now.start) : "");
  }

  destroy() {
    this.order.destroy();
  }
}

export const promptPage = (context) => new PromptPage(context);
