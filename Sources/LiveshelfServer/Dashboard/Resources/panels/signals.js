// What needs somebody, with its reason, and what can be done about it in one click.
import { mayOperate, post, roomPath } from "../base/api.js";
import { el, emptyState, KeyedList, panel, setAttribute, setText } from "../base/elements.js";
import { duration, timeOfDay } from "../base/format.js";
import { icon } from "../base/icons.js";
import { preference } from "../base/preferences.js";
import { t } from "../base/texts.js";
import {
  gravityOf,
  iconOf,
  isActionable,
  kindText,
  openSituations,
  rankOf,
  reasonText,
  situationOf,
} from "../live/signal-texts.js";

const SHOWN = 60;
const MUTES = [5, 15, 60];

export class SignalsPanel {
  /** `only`: signals of one product, or null. */
  constructor(context, { sku = null, title = t("signals/title") } = {}) {
    this.context = context;
    this.sku = sku;
    this.filter = "open";
    this.chosen = null;
    const { element, tools, heading } = panel("signals", title);
    this.count = el("span", { class: "count-badge", hidden: true });
    heading.append(" ", this.count);
    this.tabs = ["open", "all"].map((name) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": String(name === this.filter),
          onclick: () => this.choose(name),
        },
        t(`signals/${name}`),
      ),
    );
    tools.append(el("div", { class: "choice", role: "group", "aria-label": t("signals/title") }, this.tabs));
    this.list = el("ol", { class: "signal-list" });
    this.rows = new KeyedList(
      this.list,
      (signal) => this.keyOf(signal),
      (signal) => new SignalRow(this, signal),
    );
    this.blank = el("div", { hidden: true });
    this.more = el("p", { class: "note more" });
    this.news = el("p", { class: "silent", role: "status" });
    this.frame = el(
      "div",
      { class: "signal-frame", tabindex: "0", role: "region", "aria-labelledby": "signals-title" },
      this.list,
      this.blank,
      this.more,
    );
    element.append(this.news, this.frame);
    this.element = element;
    this.announced = 0;
  }

  /** An open situation keeps its row when it is told anew: nothing jumps from under a pointer. */
  keyOf(signal) {
    return this.filter === "open" ? situationOf(signal) : signal.cloudevent.id;
  }

  choose(name) {
    this.filter = name;
    this.tabs.forEach((tab, i) => setAttribute(tab, "aria-pressed", String(["open", "all"][i] === name)));
    this.show();
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    this.store = store;
    if (!changes.has("signals") && !changes.has("snapshot")) return;
    this.show();
  }

  show() {
    if (!this.store) return;
    const all = this.store
      .newestSignals()
      .filter(
        (signal) => !this.sku || signal.cloudevent.subject === this.sku || signal.cloudevent.data?.sku === this.sku,
      );
    const open = openSituations([...all].reverse());
    const shown = this.filter === "open" ? [...open].sort((a, b) => rankOf(a) - rankOf(b)) : all;
    this.rows.show(shown.slice(0, SHOWN));
    this.more.hidden = shown.length <= SHOWN;
    setText(this.more, t("signals/more", { n: shown.length - SHOWN }));
    this.count.hidden = !open.length;
    setText(this.count, String(open.length));
    setAttribute(this.count, "aria-label", t("signals/count", { n: open.length }));
    setAttribute(
      this.element,
      "data-gravity",
      open.length ? gravityOf([...open].sort((a, b) => rankOf(a) - rankOf(b))[0]) : null,
    );
    const blank = shown.length ? null : this.sku ? "noSignals" : this.filter === "open" ? "clear" : "emptyAll";
    this.blank.hidden = !blank;
    if (blank !== this.blankKind) {
      this.blank.replaceChildren(
        !blank
          ? ""
          : blank === "noSignals"
            ? emptyState(t("product/noSignals"))
            : emptyState(t(`signals/${blank}`), blank === "clear" ? t("signals/clearNote") : null),
      );
    }
    this.blankKind = blank;
    if (preference("wall") === "on") this.cut();
    const newest = open[0];
    if (newest && newest.sequence > this.announced) {
      if (this.announced)
        setText(this.news, `${kindText(newest)} ${newest.cloudevent.data?.product ?? ""} ${reasonText(newest)}`);
      this.announced = newest.sequence;
    }
  }

  /** On a wall nobody scrolls: what would be cut in half is not shown. */
  cut() {
    const bottom = this.frame.getBoundingClientRect().bottom;
    if (bottom > 0)
      for (const row of this.list.children)
        row.toggleAttribute("data-cut", row.getBoundingClientRect().bottom > bottom + 1);
  }

  tick() {
    if (preference("wall") === "on") this.cut();
    for (const row of this.rows.rows.values()) row.showAge();
  }

  /** Moves the choice by keys. */
  step(by) {
    const rows = [...this.list.children];
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))].focus();
  }

  chosenRow() {
    return [...this.rows.rows.values()].find((row) => row.element.contains(document.activeElement));
  }

  /** Acts on a signal and on the older ones that say the same about the same product. */
  async act(signal, action, body) {
    const same = this.store
      .newestSignals()
      .filter((one) => one === signal || (one.state === "open" && situationOf(one) === situationOf(signal)));
    try {
      for (const one of same) {
        const id = one.cloudevent.id;
        const answer = await post(roomPath(this.store.room, "signals", id, action), body);
        if (answer?.cloudevent) this.store.signals.set(id, answer);
      }
      this.store.note("signals");
    } catch (error) {
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
    }
  }
}

class SignalRow {
  constructor(owner, signal) {
    this.owner = owner;
    const gravity = gravityOf(signal);
    this.kind = el("strong", { class: "signal-kind" }, kindText(signal));
    this.age = el("time", { class: "note signal-age" });
    this.product = el(
      "a",
      {
        class: "signal-product",
        href: signal.cloudevent.data?.sku ? owner.context.productAddress(signal.cloudevent.data.sku) : null,
      },
      signal.cloudevent.data?.product ?? "",
    );
    this.reason = el("p", { class: "signal-reason" });
    this.state = el("p", { class: "note signal-state", hidden: true });
    this.actions = el("div", { class: "signal-actions" });
    this.element = el(
      "li",
      { class: "signal", tabindex: "-1", "data-gravity": gravity },
      el("span", { class: "signal-icon" }, icon(iconOf(signal))),
      el(
        "div",
        { class: "signal-text" },
        el("p", { class: "signal-head" }, this.kind, owner.sku ? null : this.product, this.age),
        this.reason,
        this.state,
      ),
      this.actions,
    );
    this.showAge(signal);
  }

  update(signal) {
    const stamp = `${signal.state}/${signal.assigned_to}/${signal.muted_until}`;
    if (signal === this.signal && stamp === this.stamp) return;
    const hasNewState = stamp !== this.stamp;
    this.signal = signal;
    this.stamp = stamp;
    setAttribute(this.age, "datetime", signal.cloudevent.time);
    setAttribute(this.age, "title", timeOfDay(signal.cloudevent.time));
    setText(this.kind, kindText(signal));
    setText(this.reason, reasonText(signal));
    setAttribute(this.reason, "title", reasonText(signal) || null);
    setAttribute(this.element, "data-state", signal.state);
    const words = [];
    if (signal.state === "acknowledged") words.push(t("signals/acknowledged", { name: signal.acknowledged_by ?? "–" }));
    if (signal.state === "muted") words.push(t("signals/mutedUntil", { time: timeOfDay(signal.muted_until, false) }));
    if (signal.state === "resolved" && isActionable(signal)) words.push(t("signals/resolved"));
    if (signal.assigned_to) words.push(t("signals/assigned", { name: signal.assigned_to }));
    setText(this.state, words.join(" · "));
    this.state.hidden = !words.length;
    if (hasNewState) this.showActions();
    this.showAge();
  }

  showActions() {
    const hasFocus = this.actions.contains(document.activeElement);
    const state = mayOperate() && isActionable(this.signal) ? this.signal.state : null;
    if (state !== "open") {
      this.actions.replaceChildren(
        ...(state === "muted"
          ? [el("button", { type: "button", class: "act", onclick: () => this.mute(0) }, t("signals/unmute"))]
          : []),
      );
      return;
    }
    const button = (name, symbol, act, title) =>
      el(
        "button",
        {
          type: "button",
          class: `act act-${name}`,
          title: title ?? t(`signals/${name}`),
          "aria-label": `${t(`signals/${name}`)}：${kindText(this.signal)}`,
          onclick: act,
        },
        icon(symbol),
        name === "acknowledge" ? el("span", null, t("signals/acknowledge")) : null,
      );
    this.actions.replaceChildren(
      button("acknowledge", "check", () => this.acknowledge()),
      button("mute", "mute", () => this.askMute()),
      button("assign", "person", () => this.askAssign()),
    );
    if (hasFocus) this.element.focus();
  }

  acknowledge() {
    return this.owner.act(this.signal, "acknowledge");
  }

  mute(minutes) {
    return this.owner.act(this.signal, "mute", { minutes });
  }

  askMute() {
    this.actions.replaceChildren(
      ...MUTES.map((minutes) =>
        el(
          "button",
          { type: "button", class: "act", onclick: () => this.mute(minutes) },
          t("signals/muteFor", { n: minutes }),
        ),
      ),
      this.cancelButton(),
    );
    this.actions.firstElementChild.focus();
  }

  askAssign() {
    const name = el("input", {
      class: "assign-name",
      required: true,
      maxlength: "64",
      autocomplete: "off",
      placeholder: t("signals/assignName"),
      "aria-label": t("signals/assignTo"),
    });
    const form = el(
      "form",
      {
        class: "assign",
        onsubmit: (event) => {
          event.preventDefault();
          if (name.value.trim()) this.owner.act(this.signal, "assign", { to: name.value.trim() });
        },
      },
      name,
      el("button", { class: "act", type: "submit" }, t("signals/send")),
      this.cancelButton(),
    );
    this.actions.replaceChildren(form);
    name.focus();
  }

  cancelButton() {
    const cancel = () => {
      this.showActions();
      this.element.focus();
    };
    return el(
      "button",
      {
        type: "button",
        class: "act act-cancel",
        "aria-label": t("signals/cancel"),
        title: t("signals/cancel"),
        onclick: cancel,
      },
      icon("close"),
    );
  }

  showAge(signal = this.signal) {
    const clock = this.owner.store?.view?.clock;
    if (!clock) return;
    const age = (Date.parse(clock) - Date.parse(signal.cloudevent.time)) / 1000;
    setText(this.age, age < 5 ? t("signals/justNow") : t("signals/ago", { time: duration(age) }));
  }
}
