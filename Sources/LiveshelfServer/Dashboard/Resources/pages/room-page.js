// The wall screen of a room.
import { el } from "../base/elements.js";
import { preference } from "../base/preferences.js";
import { t } from "../base/texts.js";
import { CardsPanel } from "../panels/cards.js";
import { CurvesPanel } from "../panels/curves.js";
import { LedgerPlace } from "../panels/ledger-place.js";
import { NowPanel } from "../panels/now.js";
import { ShelfPanel } from "../panels/shelf.js";
import { HealthPanel, NextPanel, QuestionsPanel } from "../panels/small-panels.js";
import { TotalsPanel } from "../panels/totals.js";
import { WarehousesPanel } from "../panels/warehouses.js";

const TURN = 14000;

export class RoomPage {
  constructor(context) {
    const isWall = preference("wall") === "on";
    this.now = new NowPanel(context);
    this.totals = new TotalsPanel();
    this.shelf = new ShelfPanel(context);
    this.signals = new CardsPanel(context);
    this.curves = new CurvesPanel(context, { count: isWall ? 4 : 6 });
    this.warehouses = new WarehousesPanel(context, { rows: isWall ? 5 : 12 });
    this.questions = new QuestionsPanel(context);
    this.next = new NextPanel(context);
    this.health = new HealthPanel();
    /** @type {{ update: Function, tick?: Function, destroy?: Function }[]} */
    this.panels = [
      this.now,
      this.totals,
      this.shelf,
      this.signals,
      this.curves,
      this.warehouses,
      this.questions,
      this.next,
      this.health,
    ];
    if (isWall) {
      // What does not fit on the wall at once takes turns in one place.
      this.turning = [[this.curves], [this.warehouses], [this.questions], [this.health]].map((group) =>
        el(
          "div",
          { class: "turn" },
          group.map((one) => one.element),
        ),
      );
      this.dots = el(
        "div",
        { class: "turn-dots", "aria-hidden": "true" },
        this.turning.map(() => el("i")),
      );
      this.stage = el("div", { class: "wall-turning" }, this.turning, this.dots);
      this.element = el(
        "div",
        { class: "room wall-room" },
        this.now.element,
        this.totals.element,
        this.next.element,
        this.shelf.element,
        this.signals.element,
        this.stage,
      );
      this.turn(0);
    } else {
      this.ledger = new LedgerPlace(context);
      this.panels.push(this.ledger);
      this.element = el(
        "div",
        { class: "room" },
        el(
          "div",
          { class: "room-main" },
          this.now.element,
          this.shelf.element,
          this.curves.element,
          this.warehouses.element,
          this.ledger.element,
        ),
        el(
          "div",
          { class: "room-side" },
          this.totals.element,
          this.signals.element,
          this.next.element,
          this.questions.element,
          this.health.element,
        ),
      );
    }
    this.title = t("nav/overview");
  }

  turn(index) {
    this.turned = { index, at: performance.now() };
    this.turning.forEach((element, i) => {
      element.hidden = i !== index;
    });
    [...this.dots.children].forEach((dot, i) => dot.toggleAttribute("data-on", i === index));
  }

  /** @param {import("../live/room-store.js").RoomStore} store @param {import("../live/timelines.js").Timelines | null} timelines */
  update(store, changes, timelines) {
    for (const one of this.panels) one.update(store, changes, timelines);
  }

  /** @param {import("../live/room-store.js").RoomStore} store @param {import("../live/timelines.js").Timelines | null} timelines */
  tick(store, timelines) {
    for (const one of this.panels) one.tick?.(store, timelines);
    if (this.turning && performance.now() - this.turned.at > TURN)
      this.turn((this.turned.index + 1) % this.turning.length);
  }

  destroy() {
    for (const one of this.panels) one.destroy?.();
  }
}
