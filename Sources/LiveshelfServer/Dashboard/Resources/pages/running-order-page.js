// The running order: what was planned, what was presented, what comes next and whether its stock will do.
import { mayOperate } from "../base/api.js";
import { el, emptyState, KeyedList, setAttribute, setText } from "../base/elements.js";
import { duration, number, stopwatch } from "../base/format.js";
import { t } from "../base/texts.js";
import { lateness, RunningOrder } from "../live/running-order.js";
import { RoomFile } from "./room-file.js";

class Row {
  constructor(context) {
    this.context = context;
    const cell = (name, tag = "td") => el(tag, { class: `order-${name}` });
    this.place = cell("place");
    this.name = el("a", { class: "row-name" });
    this.planned = cell("planned");
    this.actual = cell("actual");
    this.stock = cell("stock");
    this.state = cell("state");
    this.element = el(
      "tr",
      null,
      this.place,
      el("th", { scope: "row" }, this.name),
      this.planned,
      this.actual,
      this.stock,
      this.state,
    );
  }

  update({ item, place, isNext }) {
    setText(this.place, number(place + 1));
    setText(this.name, item.product);
    setAttribute(this.name, "href", this.context.productAddress(item.sku));
    setText(
      this.planned,
      t("order/plannedAt", { start: stopwatch(item.planned_start_s), time: duration(item.planned_s) }),
    );
    setText(
      this.actual,
      item.started_s === null
        ? ""
        : t("order/plannedAt", { start: stopwatch(item.started_s), time: duration(item.presented_s) }),
    );
    const isOver = item.state === "done";
    setText(
      this.stock,
      item.available === null
        ? t("order/stock/unknown")
        : isOver
          ? number(item.available)
          : t(`order/stock/${item.stock}`, { n: number(item.available), wanted: number(item.presentation_units) }),
    );
    const level = { short: "warn", out: "bad" }[item.stock] ?? null;
    setAttribute(this.stock, "data-level", isOver ? null : level);
    setText(this.state, t(`order/states/${isNext ? "next" : item.state}`));
    setAttribute(this.element, "data-state", isNext ? "next" : item.state);
    setAttribute(this.element, "aria-current", item.state === "on_stage" ? "true" : null);
  }
}

class RunningOrderPage {
  constructor(context) {
    this.context = context;
    this.title = t("nav/order");
    this.late = el("p", { class: "order-late", role: "status" });
    this.body = el("tbody");
    this.rows = new KeyedList(
      this.body,
      (row) => `${row.place}/${row.item.sku}`,
      () => new Row(context),
    );
    const heads = ["place", "product", "planned", "actual", "stock", "state"];
    this.table = el(
      "table",
      { class: "order-table" },
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          heads.map((name) => el("th", { scope: "col" }, t(name === "stock" ? "order/stock/title" : `order/${name}`))),
        ),
      ),
      this.body,
    );
    this.blank = el("div", null, emptyState(t("order/empty"), t("order/emptyNote")));
    this.order = new RunningOrder(context.room, () => this.show());
    const file = mayOperate() ? new RoomFile(context.room, "running_order", () => this.order.load()).element : null;
    this.element = el(
      "div",
      { class: "page page-order" },
      el("div", { class: "page-head" }, el("h1", null, t("nav/order")), this.late),
      el(
        "div",
        { class: "table-scroll panel", tabindex: "0", role: "region", "aria-label": t("nav/order") },
        this.table,
      ),
      this.blank,
      file,
    );
    this.show();
  }

  show() {
    const { order, problem } = this.order;
    const items = order?.items ?? [];
    this.blank.hidden = items.length > 0 || (!order && !problem);
    this.table.parentElement.hidden = !items.length;
    this.rows.show(
      items.map((item, place) => ({ item, place, isNext: place === order.next && order.current !== null })),
    );
    const late = order?.late_s ?? null;
    setText(this.late, problem ?? lateness(late));
    setAttribute(this.late, "data-level", problem || late > 120 ? "warn" : null);
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store) {
    this.order.follow(store.view.now?.sku ?? null);
  }

  tick() {}

  destroy() {
    this.order.destroy();
  }
}

export const runningOrderPage = (context) => new RunningOrderPage(context);
