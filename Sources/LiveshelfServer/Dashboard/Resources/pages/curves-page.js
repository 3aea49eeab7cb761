// Demand curves of all products of a room.
import { el } from "../base/elements.js";
import { t } from "../base/texts.js";
import { CurvesPanel } from "../panels/curves.js";

class CurvesPage {
  constructor(context) {
    this.curves = new CurvesPanel(context);
    this.element = el(
      "div",
      { class: "page page-curves" },
      el("p", { class: "lead" }, t("curves/lead")),
      this.curves.element,
    );
    this.title = t("nav/curves");
  }

  /** @param {import("../live/room-store.js").RoomStore} store @param {import("../live/timelines.js").Timelines | null} timelines */
  update(store, changes, timelines) {
    this.curves.update(store, changes, timelines);
  }

  tick() {}

  destroy() {
    this.curves.destroy();
  }
}

export const curvesPage = (context) => new CurvesPage(context);
