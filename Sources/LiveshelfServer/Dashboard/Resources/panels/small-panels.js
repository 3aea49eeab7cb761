// What to present next, what viewers ask, and how the links do.
import { el, emptyState, KeyedList, panel, setAttribute, setText } from "../base/elements.js";
import { duration, number, percent } from "../base/format.js";
import { icon } from "../base/icons.js";
import { preference } from "../base/preferences.js";
import { hasText, spoken, t } from "../base/texts.js";

export class NextPanel {
  constructor(context) {
    const { element } = panel("next", t("next/title"));
    const list = el("ol", { class: "next-list" });
    this.rows = new KeyedList(
      list,
      (item) => item.sku,
      (item) => {
        const badge = el("span", { class: "link-badge" }),
          name = el("span", { class: "row-name" }),
          reason = el("span", { class: "note" });
        return {
          element: el(
            "li",
            null,
            el(
              "a",
              { class: "next-item", href: context.productAddress(item.sku) },
              badge,
              el("span", { class: "next-text" }, name, reason),
              icon("forward"),
            ),
          ),
          update: (next) => {
            setText(badge, next.link_no === null || next.link_no === undefined ? "–" : String(next.link_no));
            setText(name, next.product);
            setText(reason, spoken(next, "reason"));
            setAttribute(reason, "title", spoken(next, "reason") || null);
          },
        };
      },
    );
    this.blank = el("p", { class: "note" }, t("next/empty"));
    element.append(list, this.blank);
    this.element = element;
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    if (!changes.has("next") && !changes.has("snapshot")) return;
    const next = (store.view.next ?? [])
      .slice(0, preference("wall") === "on" ? 2 : 3)
      .map((item) => ({ ...item, link_no: store.products.get(item.sku)?.link_no }));
    this.blank.hidden = next.length > 0;
    this.rows.show(next);
  }
}

export class QuestionsPanel {
  constructor(context, { sku = null, title = t("questions/title") } = {}) {
    this.sku = sku;
    const { element } = panel("questions", title);
    const list = el("ol", { class: "question-list" });
    this.rows = new KeyedList(
      list,
      (item) => `${item.intent}/${item.sku}`,
      (item) => {
        const intent = el("span", { class: "intent" }),
          example = el("q"),
          product = el("span", { class: "note question-product" }),
          count = el("b", { class: "question-count" });
        const body = [intent, el("span", { class: "question-text" }, example, sku ? null : product), count];
        return {
          element: el(
            "li",
            null,
            item.sku && !sku
              ? el("a", { class: "question", href: context.productAddress(item.sku) }, body)
              : el("span", { class: "question" }, body),
          ),
          update: (question) => {
            setText(intent, spoken(question, "title"));
            setText(example, question.example ?? "");
            setText(product, question.product ?? "");
            setText(count, t("questions/times", { n: number(question.count) }));
          },
        };
      },
    );
    this.blank = el("div", null, emptyState(t("questions/empty")));
    element.append(list, this.blank);
    this.element = element;
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    if (!changes.has("questions") && !changes.has("snapshot")) return;
    const questions = (store.view.questions ?? [])
      .filter((question) => !this.sku || question.sku === this.sku)
      .slice(0, preference("wall") === "on" ? 4 : 6);
    this.blank.hidden = questions.length > 0;
    this.rows.show(questions);
  }
}

/** The worst of what is known about the links, and how many are in trouble. */
export function healthOf(store) {
  const feeds = store.view?.feeds ?? [];
  const bad =
    feeds.filter((feed) => feed.state !== "live" && feed.state !== "ended").length + (store.link === "live" ? 0 : 1);
  return { level: !feeds.length && store.link === "live" ? "idle" : bad ? "bad" : "good", bad };
}

export class HealthPanel {
  constructor() {
    const { element, heading } = panel("health", t("health/title"));
    this.summary = el("span", { class: "health-summary note" });
    heading.append(" ", this.summary);
    this.feeds = el("ul", { class: "feed-list" });
    this.rows = new KeyedList(
      this.feeds,
      (feed) => feed.feed,
      () => {
        const name = el("span", { class: "feed-name" }),
          lag = el("span", { class: "feed-lag" }),
          row = el("li", { class: "feed" }, el("i", { class: "dot", "aria-hidden": "true" }), name, lag);
        return {
          element: row,
          update: (feed) => {
            setText(name, spoken(feed, "title"));
            const isLive = feed.state === "live";
            // What is not heard or not sold is said in words; how a connection stands in one.
            const words = ["speech", "orders"].includes(feed.feed) ? spoken(feed, "reason") : "";
            const state = words || (hasText(`state/${feed.state}`) ? t(`state/${feed.state}`) : feed.state);
            setText(
              lag,
              isLive ? (typeof feed.lag_s === "number" ? t("health/lag", { lag: seconds(feed.lag_s) }) : "") : state,
            );
            setAttribute(
              row,
              "data-level",
              isLive ? "good" : feed.state === "ended" || feed.state === "idle" ? "idle" : "bad",
            );
            setAttribute(row, "title", spoken(feed, "reason") || null);
          },
        };
      },
    );
    this.figures = {};
    const names = ["recognition", "durable", "orders", "late", "duplicate", "outbox"];
    const figures = el(
      "dl",
      { class: "health-figures" },
      names.map((name) =>
        el("div", null, el("dt", null, t(`health/${name}`)), (this.figures[name] = el("dd", null, "–"))),
      ),
    );
    element.append(this.feeds, figures);
    this.element = element;
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    if (!["feeds", "links", "link", "snapshot"].some((name) => changes.has(name))) return;
    const browser = {
      feed: "browser",
      title: t("health/browser"),
      title_zh: t("health/browser"),
      state: store.link === "live" ? "live" : "reconnecting",
      lag_s: null,
    };
    this.rows.show([...(store.view.feeds ?? []), browser]);
    const health = healthOf(store);
    setText(
      this.summary,
      health.level === "idle"
        ? t("health/empty")
        : health.bad
          ? t("health/trouble", { n: health.bad })
          : t("health/fine"),
    );
    setAttribute(this.summary, "data-level", health.level);
    const links = store.view.links;
    if (!links) return;
    const durable = links.received_to_durable_ms;
    const values = {
      recognition: seconds(links.recognition_lag_s),
      durable: durable ? t("health/p50p95", { p50: number(durable.p50), p95: number(durable.p95) }) : "–",
      orders: t("health/perSecond", { n: number(links.orders_per_s, 1) }),
      late: percent(links.late_share, 1),
      duplicate: percent(links.duplicate_share, 1),
      outbox: number(links.outbox_depth),
    };
    for (const [name, text] of Object.entries(values)) setText(this.figures[name], text);
  }
}

const seconds = (value) =>
  typeof value === "number" && value < 10 ? t("unit/seconds", { n: number(value, 1) }) : duration(value);
