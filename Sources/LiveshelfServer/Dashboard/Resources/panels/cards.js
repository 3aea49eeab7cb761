// What asks for somebody: one card for each product, with how it stands and the one thing to do, the most pressing first.
import { mayOperate, post, roomPath } from "../base/api.js";
import { choice, el, emptyState, KeyedList, panel, setAttribute, setText } from "../base/elements.js";
import { duration, money, timeOfDay } from "../base/format.js";
import { icon } from "../base/icons.js";
import { preference } from "../base/preferences.js";
import { spoken, t } from "../base/texts.js";
import { gravityOfCard, iconOfCard } from "../live/signal-texts.js";

const MOST = 5;
const REORDER = 4000;
const SNOOZES = [5, 15, 60];

export class CardsPanel {
  /** `sku`: only the card of one product, or null. */
  constructor(context, { sku = null, title = t("cards/title") } = {}) {
    this.context = context;
    this.sku = sku;
    const { element, tools, heading } = panel("signals", title);
    this.count = el("span", { class: "count-badge", hidden: true });
    heading.append(" ", this.count);
    this.many = el("button", { type: "button", class: "act", hidden: true, onclick: () => this.acknowledgeAll() });
    const views = ["open", "all"].map((name) => [name, t(`cards/${name}`)]);
    tools.append(
      this.many,
      choice(t("cards/title"), views, "open", (name) => this.choose(name)),
    );
    this.list = el("ol", { class: "signal-list" });
    this.others = el("ol", { class: "signal-list" });
    const row = (card) => new Card(this, card);
    this.rows = new KeyedList(this.list, (card) => card.id, row);
    this.otherRows = new KeyedList(this.others, (card) => card.id, row);
    this.summary = el("summary");
    this.rest = el("details", { class: "card-rest", hidden: true }, this.summary, this.others);
    this.blank = emptyState(t("cards/clear"), t("cards/clearNote"));
    this.undo = el("p", { class: "card-undo", role: "status", hidden: true });
    this.news = el("p", { class: "silent", role: "status" });
    this.frame = el(
      "div",
      { class: "signal-frame", tabindex: "0", role: "region", "aria-labelledby": "signals-title" },
      this.list,
      this.blank,
      this.rest,
    );
    element.append(this.news, this.undo, this.frame);
    this.element = element;
    this.order = [];
    this.arrangedAt = -REORDER;
  }

  /** The cards, or the log of all signals, which is fetched when it is wanted. */
  async choose(name) {
    this.isLog = name === "all";
    if (this.isLog && !this.log) {
      const { SignalLog } = await import("./signal-log.js");
      this.log = new SignalLog(this.context, this.sku);
      this.frame.append(this.log.element);
    }
    for (const part of [this.list, this.rest, this.blank]) part.toggleAttribute("data-away", this.isLog);
    if (this.log) this.log.element.hidden = !this.isLog;
    if (this.isLog) this.log.show(this.store);
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    this.store = store;
    if (changes.has("cards") || changes.has("snapshot")) this.show();
    if (this.isLog && (changes.has("signals") || changes.has("snapshot"))) this.log?.show(store);
  }

  show() {
    const isMine = (card) => !this.sku || card.sku === this.sku;
    const asking = this.arranged(this.store.asking().filter(isMine));
    const shown = asking.slice(0, MOST);
    const rest = [
      ...asking.slice(MOST),
      ...(this.store.view.cards ?? []).filter((card) => isMine(card) && !asking.includes(card)),
    ];
    this.rows.show(shown);
    this.otherRows.show(rest);
    this.blank.hidden = asking.length > 0;
    this.rest.hidden = !rest.length;
    setText(this.summary, this.restText(asking.length - shown.length, rest));
    this.count.hidden = !asking.length;
    setText(this.count, String(asking.length));
    setAttribute(this.count, "aria-label", t("cards/count", { n: asking.length }));
    this.many.hidden = shown.length < 2 || !mayOperate();
    setText(this.many, t("cards/acknowledgeAll", { n: shown.length }));
    setAttribute(this.element, "data-gravity", asking.length ? gravityOfCard(asking[0]) : null);
    const first = asking[0];
    const news = first ? `${spoken(first, "title")} ${first.product} ${spoken(first, "action")}` : "";
    if (this.wasShown) setText(this.news, news);
    this.wasShown = true;
    if (preference("wall") === "on") this.cut();
  }

  /** Nothing jumps from under a pointer or the keys: cards change places seldom, and new ones go last meanwhile. */
  arranged(cards) {
    const isDue = performance.now() - this.arrangedAt > REORDER && !this.frame.matches(":hover, :focus-within");
    if (isDue) {
      this.order = cards.map((card) => card.id);
      this.arrangedAt = performance.now();
      return cards;
    }
    const place = (card) => this.order.indexOf(card.id) + 1 || 1000;
    return [...cards].sort((a, b) => place(a) - place(b));
  }

  /** One line for everything else: how many of which kind. */
  restText(pressing, rest) {
    const counts = new Map();
    for (const card of rest.slice(pressing)) {
      const name =
        card.attention === "acknowledged" || card.attention === "muted"
          ? t(`cards/${card.attention}Short`)
          : spoken(card, "title");
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [
      ...(pressing ? [t("cards/more", { n: pressing })] : []),
      ...[...counts].map(([name, n]) => `${name} ${n}`),
    ].join(" · ");
  }

  /** On a wall nobody scrolls: what would be cut in half is not shown. */
  cut() {
    const bottom = this.frame.getBoundingClientRect().bottom;
    if (bottom > 0)
      for (const row of this.list.children)
        row.toggleAttribute("data-cut", row.getBoundingClientRect().bottom > bottom + 1);
  }

  tick() {
    if (this.store?.view && performance.now() - this.arrangedAt > REORDER) this.show();
    if (this.isLog) this.log?.tick();
  }

  /** Moves the choice by keys. */
  step(by) {
    const rows = [...this.frame.querySelectorAll("li")].filter((row) => row.offsetParent);
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))].focus();
  }

  chosenRow() {
    return [...this.rows.rows.values(), ...this.otherRows.rows.values()].find((row) =>
      row.element.contains(document.activeElement),
    );
  }

  /** The connector that takes purchases, which is asked for with the first card that wants one. */
  async findPurchaser() {
    if (this.purchaser !== undefined || !mayOperate()) return;
    this.purchaser = null;
    try {
      const { purchaser } = await import("../pages/connectors.js");
      this.purchaser = (await purchaser()) ?? null;
    } catch (error) {
      console.info("connectors:", error.message); // the server is away, as the banner says
      if (error.status !== 403) this.purchaser = undefined;
      return;
    }
    if (this.purchaser) for (const row of this.rows.rows.values()) if (row.step === "reorder") row.showActions();
  }

  /** Does something about cards; all signals of each are meant. The focus goes to the card that takes the place. */
  async act(cards, action, body) {
    const rows = [...this.list.children];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const ids = cards.flatMap((card) => card.signals);
    try {
      for (const id of ids) await post(roomPath(this.store.room, "signals", id, action), body);
      for (const card of cards) {
        if (action === "acknowledge") card.attention = "acknowledged";
        if (action === "mute") card.attention = body.minutes ? "muted" : "open";
        if (action === "reopen") card.attention = "open";
        if (action === "assign") card.assigned_to = body.to;
      }
      this.show();
      if (at >= 0 && !this.frame.contains(document.activeElement))
        (this.list.children[Math.min(at, this.list.children.length - 1)] ?? this.frame).focus();
      if (action === "acknowledge" || (action === "mute" && body.minutes)) this.offerUndo(cards, action);
      else this.undo.hidden = true;
    } catch (error) {
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
    }
  }

  acknowledgeAll() {
    const shown = this.store.asking().filter((card) => this.rows.rows.has(card.id));
    return this.act(shown, "acknowledge");
  }

  offerUndo(cards, action) {
    clearTimeout(this.forgetting);
    this.done = cards;
    const names = cards.map((card) => card.product).join("、");
    this.undo.replaceChildren(
      el("span", null, t(`cards/${action}Done`, { names })),
      el("button", { type: "button", class: "act", onclick: () => this.takeBack() }, t("cards/undo")),
    );
    this.undo.hidden = false;
    this.forgetting = setTimeout(() => {
      this.undo.hidden = true;
      this.done = null;
    }, 15000);
  }

  takeBack() {
    const cards = this.done;
    this.done = null;
    this.undo.hidden = true;
    if (cards)
      this.act(
        this.store.view.cards.filter((card) => cards.some((one) => one.id === card.id)),
        "reopen",
      );
  }
}

class Card {
  /** @param {API.Card} card */
  constructor(owner, card) {
    this.owner = owner;
    this.kind = el("strong", { class: "signal-kind" });
    this.left = el("span", { class: "note signal-age" });
    this.product = el(
      "a",
      { class: "signal-product", href: card.sku ? owner.context.productAddress(card.sku) : null },
      card.product,
    );
    this.action = el("p", { class: "card-action" });
    this.reason = el("p", { class: "signal-reason" });
    this.state = el("p", { class: "note signal-state", hidden: true });
    this.actions = el("div", { class: "signal-actions" });
    this.symbol = el("span", { class: "signal-icon" });
    this.element = el(
      "li",
      { class: "signal", tabindex: "-1" },
      this.symbol,
      el(
        "div",
        { class: "signal-text" },
        el("p", { class: "signal-head" }, this.kind, owner.sku ? null : this.product, this.left),
        this.action,
        this.reason,
        this.state,
      ),
      this.actions,
    );
  }

  /** @param {API.Card} card */
  update(card) {
    if (card.state !== this.card?.state) this.symbol.replaceChildren(icon(iconOfCard(card)));
    this.card = card;
    setAttribute(this.element, "data-gravity", gravityOfCard(card));
    setAttribute(this.element, "data-state", card.attention);
    setText(this.kind, spoken(card, "title"));
    setAttribute(this.product, "title", card.product);
    setText(this.action, spoken(card, "action"));
    this.action.hidden = !card.asks;
    setText(this.reason, spoken(card, "reason"));
    setAttribute(this.reason, "title", spoken(card, "reason") || null);
    const left = card.left_s ? t("cards/left", { time: duration(card.left_s) }) : "";
    setText(
      this.left,
      [left, card.asks && card.at_stake ? money(card.at_stake, true) : ""].filter(Boolean).join(" · "),
    );
    const words = [];
    if (card.attention === "acknowledged") words.push(t("signals/acknowledged", { name: card.acknowledged_by ?? "–" }));
    if (card.attention === "muted") words.push(t("signals/mutedUntil", { time: timeOfDay(card.muted_until, false) }));
    if (card.assigned_to) words.push(t("signals/assigned", { name: card.assigned_to }));
    setText(this.state, words.join(" · "));
    this.state.hidden = !words.length;
    const choices = mayOperate() && card.asks && card.signals.length ? card.attention : "none";
    if (choices !== this.choices || card.step !== this.step) this.showActions(choices);
    this.step = card.step;
    if (card.step === "reorder") this.owner.findPurchaser();
  }

  showActions(choices = this.choices) {
    this.choices = choices;
    const button = (name, symbol, act) =>
      el(
        "button",
        {
          type: "button",
          class: `act act-${name}`,
          title: t(`signals/${name}`),
          "aria-label": `${t(`signals/${name}`)}：${this.card.product}`,
          onclick: act,
        },
        symbol ? icon(symbol) : null,
        name === "acknowledge" || name === "reopen" ? el("span", null, t(`signals/${name}`)) : null,
      );
    this.actions.replaceChildren(
      ...(choices === "open"
        ? [
            button("acknowledge", "check", () => this.acknowledge()),
            button("mute", "mute", () => this.askMute()),
            button("assign", "person", () => this.askAssign()),
            this.card.step === "reorder" && this.owner.purchaser ? this.purchaseButton() : "",
          ]
        : choices === "acknowledged" || choices === "muted"
          ? [button("reopen", null, () => this.owner.act([this.card], "reopen"))]
          : []),
    );
  }

  acknowledge() {
    return this.owner.act([this.card], "acknowledge");
  }

  mute(minutes) {
    return this.owner.act([this.card], "mute", { minutes });
  }

  purchaseButton() {
    return el(
      "button",
      { type: "button", class: "act act-purchase", onclick: () => this.askPurchase() },
      t("purchase/draft"),
    );
  }

  /** What would be ordered, before it is. */
  async askPurchase() {
    const { PurchaseOffer } = await import("../pages/connectors.js");
    const offer = new PurchaseOffer(
      this.card,
      this.owner.purchaser,
      (message) => {
        this.owner.context.notify(t("purchase/done", { message }), "good");
        this.acknowledge();
      },
      () => this.showActions(),
    );
    this.actions.replaceChildren(offer.element);
  }

  askMute() {
    this.actions.replaceChildren(
      ...SNOOZES.map((minutes) =>
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
    const send = async (event) => {
      event.preventDefault();
      if (!name.value.trim()) return;
      await this.owner.act([this.card], "assign", { to: name.value.trim() });
      this.showActions();
      this.element.focus();
    };
    this.actions.replaceChildren(
      el(
        "form",
        { class: "assign", onsubmit: send },
        name,
        el("button", { class: "act", type: "submit" }, t("signals/send")),
        this.cancelButton(),
      ),
    );
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
}
