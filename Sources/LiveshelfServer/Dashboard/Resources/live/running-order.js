// A room's running order, fetched anew now and then, and with what is on stage.
import { get, roomPath } from "../base/api.js";
import { duration } from "../base/format.js";
import { t } from "../base/texts.js";

const REFRESH = 5000;

export class RunningOrder {
  /** `changed()`: it has been fetched. */
  constructor(room, changed) {
    this.room = room;
    this.changed = changed;
    /** @type {API.RunningOrder | null} */
    this.order = null;
    this.stage = undefined;
    this.timer = setInterval(() => {
      if (!document.hidden) this.load();
    }, REFRESH);
    this.load();
  }

  async load() {
    try {
      this.order = await get(roomPath(this.room, "running_order"));
      this.problem = null;
    } catch (error) {
      this.problem = error.message;
    }
    if (!this.isOver) this.changed();
  }

  /** What is on stage: when that changes, so does the order. */
  follow(sku) {
    if (this.stage !== undefined && this.stage !== sku) this.load();
    this.stage = sku;
  }

  /** What comes next by the plan; null: nothing, or nobody planned. */
  get next() {
    return this.order?.items[this.order.next ?? -1] ?? null;
  }

  /** What is on stage by the plan; null: nothing of it. */
  get current() {
    const item = this.order?.items[this.order.current ?? -1];
    return item?.state === "on_stage" ? item : null;
  }

  destroy() {
    this.isOver = true;
    clearInterval(this.timer);
  }
}

/** How far behind or ahead of the plan; nothing within a minute. */
export const lateness = (late) =>
  late === null
    ? ""
    : late >= 60
      ? t("order/late", { time: duration(late) })
      : late <= -60
        ? t("order/early", { time: duration(-late) })
        : t("order/onTime");
