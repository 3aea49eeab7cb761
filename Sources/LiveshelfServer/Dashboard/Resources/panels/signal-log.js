// Every signal that was given, the newest first: to look up what was said, and when.
import { el, KeyedList, setAttribute, setText } from "../base/elements.js";
import { duration, timeOfDay } from "../base/format.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";
import { gravityOf, iconOf, kindText, reasonText } from "../live/signal-texts.js";

const SHOWN = 60;

export class SignalLog {
  /** `sku`: only signals of one product, or null. */
  constructor(context, sku) {
    this.context = context;
    this.sku = sku;
    const list = el("ol", { class: "signal-list" });
    this.rows = new KeyedList(
      list,
      (signal) => signal.cloudevent.id,
      (signal) => this.row(signal),
    );
    this.more = el("p", { class: "note more" });
    this.blank = el("p", { class: "note" }, t("signals/emptyAll"));
    this.element = el("div", null, list, this.blank, this.more);
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  show(store) {
    this.store = store;
    const all = store.newestSignals().filter((signal) => !this.sku || signal.cloudevent.subject === this.sku);
    this.rows.show(all.slice(0, SHOWN));
    this.blank.hidden = all.length > 0;
    this.more.hidden = all.length <= SHOWN;
    setText(this.more, t("signals/more", { n: all.length - SHOWN }));
    this.tick();
  }

  tick() {
    const clock = this.store?.view?.clock;
    if (clock) for (const row of this.rows.rows.values()) row.showAge(Date.parse(clock));
  }

  row(signal) {
    const { data, time } = signal.cloudevent;
    const age = el("time", { class: "note signal-age", datetime: time, title: timeOfDay(time) });
    const element = el(
      "li",
      { class: "signal", tabindex: "-1", "data-gravity": gravityOf(signal) },
      el("span", { class: "signal-icon" }, icon(iconOf(signal))),
      el(
        "div",
        { class: "signal-text" },
        el(
          "p",
          { class: "signal-head" },
          el("strong", { class: "signal-kind" }, kindText(signal)),
          this.sku
            ? null
            : el(
                "a",
                { class: "signal-product", href: data?.sku ? this.context.productAddress(data.sku) : null },
                data?.product ?? "",
              ),
          age,
        ),
        el("p", { class: "signal-reason", title: reasonText(signal) || null }, reasonText(signal)),
      ),
    );
    return {
      element,
      update: (one) => setAttribute(element, "data-state", one.state),
      showAge: (now) => {
        const seconds = (now - Date.parse(time)) / 1000;
        setText(age, seconds < 5 ? t("signals/justNow") : t("signals/ago", { time: duration(seconds) }));
      },
    };
  }
}
