// What a show that is over leaves behind: sales, money lost to what was sold out, what to prepare, what is still open.
import { get, roomPath } from "../base/api.js";
import { el } from "../base/elements.js";
import { money, number } from "../base/format.js";
import { spoken, t } from "../base/texts.js";

const SHOWN = 5;

const list = (title, rows) =>
  rows.length
    ? el(
        "div",
        null,
        el("h3", null, title),
        el(
          "ul",
          { class: "end-list" },
          rows.slice(0, SHOWN).map(([name, value]) => el("li", null, el("span", null, name), el("b", null, value))),
        ),
      )
    : null;

/** @param {import("../live/room-store.js").RoomStore} store */
export async function showEnd(store, context) {
  const { totals, cards = [], ledger, show } = store.view;
  const facts = [
    [t("totals/gmv"), money(totals.gmv, true)],
    [t("totals/orders"), number(totals.orders)],
    [t("totals/units"), number(totals.units)],
  ];
  /** @type {API.Turnover[]} */
  let turnover = [];
  try {
    turnover = (await get(`${roomPath(store.room, "turnover")}?by=sku`)).turnover ?? [];
  } catch (error) {
    console.info("turnover:", error.message);
  }
  const lost = turnover
    .filter((row) => row.lost_sales_value > 0)
    .sort((a, b) => b.lost_sales_value - a.lost_sales_value);
  const sum = lost.reduce((all, row) => all + row.lost_sales_value, 0);
  if (lost.length) facts.push([t("end/lost"), money(sum, true)]);
  const nameOf = (sku) => store.products.get(sku)?.name ?? sku;
  const orders = cards.filter((card) => card.step === "reorder");
  return el(
    "div",
    { class: "show-end" },
    el("p", { class: "empty-title" }, t("now/ended")),
    el(
      "dl",
      { class: "figures" },
      facts.map(([name, value]) =>
        el("div", { class: "figure" }, el("dt", null, name), el("dd", { class: "figure-value" }, value)),
      ),
    ),
    list(
      t("end/lostTo"),
      lost.map((row) => [nameOf(row.group), money(row.lost_sales_value, true)]),
    ),
    list(
      t("end/prepare"),
      orders.map((card) => [card.product, spoken(card, "action")]),
    ),
    ledger?.differences?.length
      ? el("p", { class: "note" }, t("end/differences", { n: number(ledger.differences.length) }))
      : null,
    el("a", { class: "quiet", href: context.showAddress(show) }, t("end/replay")),
  );
}
