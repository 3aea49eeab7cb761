// Where counts of the warehouses differ from the ledger, and what else the ledger remarked.
import { mayOperate } from "../base/api.js";
import { el, KeyedList, panel, setAttribute, setText } from "../base/elements.js";
import { number, stopwatch, timeOfDay } from "../base/format.js";
import { t } from "../base/texts.js";
import { failureText, noticeText, placeText } from "../live/ledger-texts.js";
import { bookStock, countOf } from "../live/stock-corrections.js";

const SETTLING = 500;

const unitsOf = (difference) => difference.counted - difference.expected;
const signed = (units) => (units > 0 ? `+${number(units)}` : number(units).replace("-", "−"));
/** The same in two snapshots: orders under way do not explain it. */
const isStanding = (difference) => difference.standing !== 0 && difference.standing === unitsOf(difference);
const placeOf = (difference) => JSON.stringify([difference.sku, difference.warehouse]);

/** What stands goes first, then what is large. */
const byWeight = (a, b) => Number(isStanding(b)) - Number(isStanding(a)) || Math.abs(unitsOf(b)) - Math.abs(unitsOf(a));

export class DifferencesPanel {
  constructor(context) {
    this.context = context;
    const { element, heading } = panel("differences", t("ledger/title"));
    this.count = el("span", { class: "count-badge" });
    heading.append(" ", this.count);
    this.list = el("ol", { class: "difference-list" });
    this.rows = new KeyedList(this.list, placeOf, () => new DifferenceRow(this));
    this.remarks = el("ol", { class: "remark-list" });
    this.remarkRows = new KeyedList(
      this.remarks,
      ({ notice }) => JSON.stringify([notice.code, notice.sku, notice.warehouse]),
      () => new RemarkRow(this),
    );
    this.remarkFrame = el(
      "div",
      { class: "remark-frame", tabindex: "0", role: "region", "aria-label": t("ledger/remarks") },
      this.remarks,
    );
    this.remarkPart = el("div", null, el("h3", null, t("ledger/remarks")), this.remarkFrame);
    this.frame = el(
      "div",
      { class: "difference-frame", tabindex: "0", role: "region", "aria-labelledby": heading.id },
      this.list,
    );
    element.append(this.frame, this.remarkPart);
    this.element = element;
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  show(store, differences, remarks) {
    this.store = store;
    const hadFocus = this.list.contains(document.activeElement);
    this.rows.show(this.inOrder(differences));
    if (hadFocus && !this.list.contains(document.activeElement)) this.frame.focus();
    const stamp = [...this.rows.rows.values()].map((row) => row.stamp).join();
    if (stamp !== this.stamp) this.settle();
    this.stamp = stamp;
    this.frame.hidden = this.count.hidden = !differences.length;
    setText(this.count, number(differences.length));
    setAttribute(this.count, "aria-label", t("ledger/count", { n: differences.length }));
    this.remarkPart.hidden = !remarks.length;
    this.remarkRows.show(remarks);
  }

  /** Under a pointer or the focus rows keep their places, and new ones come last. */
  inOrder(differences) {
    const sorted = [...differences].sort(byWeight);
    if (!this.list.matches(":hover, :focus-within")) return sorted;
    const places = [...this.rows.rows.keys()];
    const rank = (difference) =>
      places.includes(placeOf(difference)) ? places.indexOf(placeOf(difference)) : places.length;
    return sorted.sort((a, b) => rank(a) - rank(b));
  }

  /** The second half of a double click must not meet the row that has just come under the pointer. */
  settle() {
    clearTimeout(this.settling);
    setAttribute(this.list, "data-settling", true);
    this.settling = setTimeout(() => setAttribute(this.list, "data-settling", null), SETTLING);
  }

  nameOf(sku) {
    return this.store.products.get(sku)?.name ?? sku;
  }
}

class DifferenceRow {
  constructor(owner) {
    this.owner = owner;
    this.badge = el("span", { class: "link-badge" });
    this.name = el("span", { class: "row-name" });
    this.link = el("a", { class: "difference-product" }, this.badge, this.name);
    this.warehouse = el("b");
    this.figures = el("span");
    this.time = el("time");
    this.standing = el("span", { class: "difference-standing" }, t("ledger/twice"));
    this.units = el("b", { class: "difference-units" });
    this.button = mayOperate()
      ? el("button", { type: "button", class: "act", onclick: () => this.accept() }, t("ledger/accept"))
      : null;
    this.element = el(
      "li",
      { class: "difference" },
      this.link,
      el("p", { class: "note difference-facts" }, this.warehouse, this.figures, this.time, this.standing),
      this.units,
      this.button,
    );
  }

  update(difference) {
    const { sku, product, warehouse, time, counted, expected } = difference;
    const stamp = [placeOf(difference), time, counted, expected].join();
    if (stamp !== this.stamp) this.setBusy(false);
    this.difference = difference;
    this.stamp = stamp;
    const link = this.owner.store.products.get(sku)?.link_no;
    setText(this.badge, link === null || link === undefined ? "–" : String(link));
    setText(this.name, product);
    setAttribute(this.name, "title", `${product} · ${sku}`);
    setAttribute(this.link, "href", this.owner.context.productAddress(sku));
    setText(this.warehouse, warehouse);
    setText(this.figures, t("ledger/figures", { counted: number(counted), expected: number(expected) }));
    setText(this.time, t("ledger/at", { time: timeOfDay(time, false) }));
    setAttribute(this.time, "datetime", time);
    setAttribute(this.time, "title", timeOfDay(time));
    this.standing.hidden = !isStanding(difference);
    setText(this.units, signed(unitsOf(difference)));
    setAttribute(this.element, "data-sign", unitsOf(difference) < 0 ? "minus" : "plus");
    if (!this.button) return;
    setAttribute(this.button, "title", t("ledger/becomes", { n: number(countOf(difference).qty) }));
    setAttribute(
      this.button,
      "aria-label",
      `${t("ledger/accept")}：${product} ${warehouse}，${t("ledger/becomes", { n: number(countOf(difference).qty) })}`,
    );
  }

  /** Not `disabled`: that would take the focus away from people who use keys. */
  setBusy(isBusy) {
    this.isBusy = isBusy;
    if (this.button) setAttribute(this.button, "aria-disabled", isBusy ? "true" : null);
  }

  async accept() {
    if (this.isBusy) return;
    this.setBusy(true);
    const { owner, difference } = this;
    const count = countOf(difference);
    try {
      const { notices } = await bookStock(owner.store.room, count);
      if (notices.length) this.fail(notices.map(noticeText).join(" "));
      else
        owner.context.notify(
          t("ledger/accepted", { place: placeText(count, () => difference.product), n: number(count.qty) }),
          "good",
        );
    } catch (error) {
      this.fail(failureText(error));
    }
  }

  fail(text) {
    this.owner.context.notify(text, "bad");
    this.setBusy(false);
  }
}

class RemarkRow {
  constructor(owner) {
    this.owner = owner;
    this.text = el("span", { class: "remark-text" });
    this.facts = el("span", { class: "note remark-facts" });
    this.element = el("li", { class: "remark" }, this.text, this.facts);
  }

  update({ notice, count, at }) {
    setText(this.text, noticeText(notice));
    setAttribute(this.text, "title", notice.message);
    const facts = [
      placeText(notice, (sku) => this.owner.nameOf(sku)),
      notice.id,
      count > 1 ? `×${number(count)}` : null,
      t("ledger/streamTime", { time: stopwatch(at) }),
    ];
    setText(this.facts, facts.filter(Boolean).join(" · "));
  }
}
