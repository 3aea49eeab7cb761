// Sales of the show and of the last minutes.
import { el, panel, setText } from "../base/elements.js";
import { money, number } from "../base/format.js";
import { t } from "../base/texts.js";

export class TotalsPanel {
  constructor() {
    const { element } = panel("totals", t("totals/title"));
    this.cells = {};
    const row = (name) => {
      const cell = (part, tag = "b") => (this.cells[`${name}/${part}`] = el(tag, { class: `total-${part}` }));
      return el(
        "div",
        { class: `total total-of-${name}` },
        el("dt", null, t(`totals/${name}`)),
        cell("show", "dd"),
        el(
          "dd",
          { class: "recent" },
          el("span", { class: "note" }, t("totals/minute")),
          cell("minute"),
          el("span", { class: "note" }, t("totals/five")),
          cell("five"),
        ),
      );
    };
    this.states = el("p", { class: "note total-states" });
    element.append(el("dl", { class: "totals" }, row("gmv"), row("units"), row("orders")), this.states);
    this.element = element;
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    if (!changes.has("totals") && !changes.has("snapshot")) return;
    const totals = store.view.totals;
    if (!totals) return;
    const parts = { show: totals, minute: totals.last_minute, five: totals.last_5_minutes };
    for (const [part, sums] of Object.entries(parts)) {
      setText(this.cells[`gmv/${part}`], money(sums?.gmv, true));
      setText(this.cells[`units/${part}`], number(sums?.units));
      setText(this.cells[`orders/${part}`], number(sums?.orders));
    }
    setText(
      this.states,
      ["paid", "cancelled", "refunded"].map((name) => t(`totals/${name}`, { n: number(totals[name]) })).join(" · "),
    );
  }
}
