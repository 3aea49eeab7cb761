// A room's shows: the one on air, live, and past ones, which can be replayed.
import { get, roomPath } from "../base/api.js";
import { choice, el, emptyState, panel, setAttribute, setText } from "../base/elements.js";
import { dateAndTime, duration, money, number, percent, stopwatch } from "../base/format.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";
import { gravityOf, iconOf, isActionable, kindText, reasonText } from "../live/signal-texts.js";
import { ShowAxis } from "../panels/show-axis.js";

const REFRESH = 15000;
const SPEEDS = [1, 10, 60];

/** A show's timeline as the page needs it: its summary at the top, and each product with its name, link and price. */
function shaped({ summary, presentations, products, signals }, known) {
  const names = new Map(presentations.map((talk) => [talk.sku, talk.product]));
  let worth = 0;
  const named = products.map((product) => {
    const now = known.get(product.sku);
    const price = now?.live_price ?? now?.list_price ?? 1;
    worth += product.units.reduce((a, b) => a + b, 0) * price;
    return {
      ...product,
      product: now?.name ?? names.get(product.sku) ?? product.sku,
      link_no: now?.link_no ?? null,
      worth: price,
    };
  });
  return {
    ...summary,
    presentations,
    products: named,
    signals,
    worth,
    bin_s: products[0]?.bin_s ?? 10,
    start: products[0]?.start ?? 0,
  };
}

class ShowPage {
  constructor(context, { show = null }) {
    this.context = context;
    this.wanted = show;
    this.position = 0;
    this.speed = 10;
    this.isPlaying = false;
    this.follows = true;
    this.presentedOnly = true;
    this.title = t("nav/shows");
    this.picker = el("select", {
      "aria-label": t("shows/pick"),
      onchange: () => {
        location.hash = context.showAddress(this.picker.value);
      },
    });
    this.facts = el("p", { class: "note show-facts" });
    const axis = panel("axis", t("shows/axis"));
    axis.tools.append(
      choice(
        t("shows/axis"),
        [
          ["presented", t("shows/onlyPresented")],
          ["all", t("shows/allProducts")],
        ],
        "presented",
        (value) => {
          this.presentedOnly = value === "presented";
          this.showAxis();
        },
      ),
    );
    this.axis = new ShowAxis((position) => this.seek(position));
    this.play = el("button", { type: "button", class: "primary play", onclick: () => this.togglePlay() });
    this.live = el(
      "button",
      { type: "button", class: "quiet", onclick: () => this.follow() },
      el("i", { class: "dot", "data-level": "good", "aria-hidden": "true" }),
      t("shows/follow"),
    );
    this.clock = el("strong", { class: "replay-clock" });
    const controls = el(
      "div",
      { class: "replay" },
      this.play,
      choice(
        t("shows/speed"),
        SPEEDS.map((speed) => [speed, `${speed}×`]),
        this.speed,
        (value) => {
          this.speed = value;
        },
      ),
      this.clock,
      this.live,
    );
    axis.element.append(controls, this.axis.element);
    this.moment = panel("moment", t("shows/replay"));
    this.momentBody = el("div", { class: "moment" });
    this.moment.element.append(this.momentBody);
    const talks = panel("talks", t("shows/list"));
    this.talks = el("div", { class: "matrix-frame", tabindex: "0", role: "region", "aria-labelledby": "talks-title" });
    talks.element.append(this.talks);
    this.body = el(
      "div",
      { class: "show-columns", hidden: true },
      el("div", { class: "show-main" }, axis.element, talks.element),
      this.moment.element,
    );
    this.blank = el("div", null, el("p", { class: "note" }, t("link/connecting")));
    this.element = el(
      "div",
      { class: "page page-show" },
      el("header", { class: "page-head" }, el("h1", null, t("shows/title")), this.picker, this.facts),
      this.body,
      this.blank,
    );
    this.showPlay();
    this.loadList();
    this.timer = setInterval(() => {
      if (this.isLive && !document.hidden) this.loadShow();
    }, REFRESH);
  }

  async loadList() {
    try {
      this.shows = (await get(roomPath(this.context.room, "shows"))).shows;
    } catch (error) {
      return this.fail(error);
    }
    if (!this.shows.length) return this.blank.replaceChildren(emptyState(t("shows/empty"), t("shows/emptyNote")));
    this.picker.replaceChildren(
      ...this.shows.map((show) =>
        el(
          "option",
          { value: show.show },
          `${dateAndTime(show.started_at)}${show.ended_at ? "" : ` · ${t("shows/current")}`}`,
        ),
      ),
    );
    this.show = this.wanted ?? this.shows[0].show;
    this.picker.value = this.show;
    await this.loadShow();
  }

  async loadShow() {
    try {
      this.data = await get(roomPath(this.context.room, "shows", this.show));
    } catch (error) {
      return this.fail(error);
    }
    if (this.destroyed) return;
    this.data = shaped(this.data, this.context.products());
    this.isLive = !this.data.ended_at;
    this.blank.hidden = true;
    this.body.hidden = false;
    this.live.hidden = !this.isLive;
    setText(
      this.facts,
      [
        t("shows/presentations", { n: number(this.data.presentations.length) }),
        `${t("totals/orders")} ${number(this.data.totals.orders)}`,
        money(this.data.totals.gmv, true),
        duration(this.data.duration_s),
      ].join(" · "),
    );
    this.showAxis();
    this.showTalks();
    if (!this.hasPosition || (this.isLive && this.follows)) this.seek(this.isLive ? this.data.duration_s : 0, true);
    else this.seek(this.position, this.follows);
    this.hasPosition = true;
  }

  fail(error) {
    this.blank.hidden = false;
    this.blank.replaceChildren(
      emptyState(error.message),
      el(
        "button",
        { type: "button", class: "quiet", onclick: () => (this.shows ? this.loadShow() : this.loadList()) },
        t("error/retry"),
      ),
    );
  }

  products() {
    const first = new Map();
    for (const talk of this.data.presentations) if (!first.has(talk.sku)) first.set(talk.sku, talk.start);
    return this.data.products
      .filter((product) => !this.presentedOnly || first.has(product.sku))
      .sort((a, b) => (first.get(a.sku) ?? 1e9) - (first.get(b.sku) ?? 1e9) || (a.link_no ?? 1e9) - (b.link_no ?? 1e9));
  }

  binAt(time) {
    return Math.max(0, Math.floor((time - this.data.start) / this.data.bin_s));
  }

  showAxis() {
    if (this.data) this.axis.show(this.data, this.products());
  }

  showTalks() {
    const units = new Map(this.data.products.map((product) => [product.sku, product.units]));
    const links = new Map(this.data.products.map((product) => [product.sku, product.link_no]));
    const word = (text) => el("th", { scope: "col" }, text);
    this.talks.replaceChildren(
      el(
        "table",
        { class: "matrix full" },
        el(
          "thead",
          null,
          el(
            "tr",
            null,
            word(t("shows/product")),
            word(t("shows/start")),
            word(t("shows/length")),
            word(t("shows/units")),
            word(t("now/confidence")),
          ),
        ),
        el(
          "tbody",
          null,
          this.data.presentations.map((talk) => {
            const end = talk.end ?? this.data.duration_s;
            const sold = (units.get(talk.sku) ?? [])
              .slice(this.binAt(talk.start), this.binAt(end) + 1)
              .reduce((a, b) => a + b, 0);
            return el(
              "tr",
              null,
              el(
                "th",
                { scope: "row" },
                el(
                  "button",
                  { type: "button", class: "linklike", onclick: () => this.seek(talk.start) },
                  el("span", { class: "link-badge" }, String(links.get(talk.sku) ?? "–")),
                  el("span", { class: "row-name" }, talk.product),
                ),
              ),
              el("td", null, this.axis.wallTime(talk.start)),
              el("td", null, stopwatch(end - talk.start)),
              el("td", null, number(sold)),
              el("td", null, percent(talk.confidence)),
            );
          }),
        ),
      ),
    );
  }

  seek(position, follows = false) {
    this.follows = follows && this.isLive;
    if (!follows) this.isPlaying &&= position < this.data.duration_s;
    this.position = position;
    setAttribute(this.live, "aria-pressed", String(this.follows));
    this.axis.setPosition(position);
    setText(this.clock, `${this.axis.wallTime(position)}  ${stopwatch(position)}`);
    this.showMoment();
    this.showPlay();
  }

  follow() {
    this.isPlaying = false;
    this.seek(this.data.duration_s, true);
  }

  togglePlay() {
    if (!this.data) return;
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying && this.position >= this.data.duration_s - 1) this.position = 0;
    this.showPlay();
    if (this.isPlaying) this.run();
  }

  showPlay() {
    const name = this.isPlaying ? "pause" : "play";
    if (this.playShown === name) return;
    this.playShown = name;
    this.play.replaceChildren(icon(name), t(`shows/${name}`));
  }

  run() {
    let last = performance.now();
    const step = () => {
      if (!this.isPlaying || this.destroyed) return;
      const now = performance.now();
      const position = this.position + ((now - last) / 1000) * this.speed;
      last = now;
      if (position >= this.data.duration_s) this.isPlaying = false;
      this.seek(Math.min(position, this.data.duration_s));
      setTimeout(() => requestAnimationFrame(step), 80);
    };
    requestAnimationFrame(step);
  }

  /** What was known at the moment: on stage, sold so far, the latest signals. */
  showMoment() {
    const at = this.position,
      bins = Math.floor((at - this.data.start) / this.data.bin_s);
    const key = `${bins}/${this.data.signals.length}/${this.show}`;
    if (key === this.momentKey) return;
    this.momentKey = key;
    const talk = this.data.presentations.findLast((one) => one.start <= at && (one.end ?? Infinity) > at);
    let units = 0,
      orders = 0,
      worth = 0;
    const busy = [];
    for (const product of this.data.products) {
      const sum = (values, from) => values.slice(Math.max(0, from), bins + 1).reduce((a, b) => a + b, 0);
      const sold = sum(product.units, 0);
      units += sold;
      orders += sum(product.orders, 0);
      worth += sold * product.worth;
      const lately = sum(product.orders, bins - Math.round(300 / this.data.bin_s));
      if (lately) busy.push([lately, product]);
    }
    // At prices of today, so that the end of the show has the sales that were counted.
    const gmv = this.data.worth > 0 ? this.data.totals.gmv * Math.min(1, worth / this.data.worth) : null;
    busy.sort((a, b) => b[0] - a[0]);
    const signals = this.data.signals
      .filter((signal) => isActionable(signal) && (signal.cloudevent.data?.detected_at ?? 0) <= at)
      .slice(-6)
      .reverse();
    const figure = (title, value) => el("div", null, el("dt", null, title), el("dd", null, value));
    const name = (product) => [
      el("span", { class: "link-badge" }, String(product.link_no ?? "–")),
      el("span", { class: "row-name" }, product.product),
    ];
    setText(this.moment.heading, t("shows/at", { time: this.axis.wallTime(at) }));
    this.momentBody.replaceChildren(
      el(
        "div",
        { class: "moment-now" },
        el("p", { class: "note" }, t("now/title")),
        el(
          "p",
          { class: "moment-name" },
          talk
            ? name({ ...talk, link_no: this.data.products.find((one) => one.sku === talk.sku)?.link_no })
            : t("shows/nothing"),
        ),
      ),
      el(
        "dl",
        { class: "moment-figures" },
        figure(t("totals/gmv"), money(gmv, true)),
        figure(t("totals/units"), number(units)),
        figure(t("totals/orders"), number(orders)),
      ),
      el("h3", null, t("totals/five")),
      el(
        "ol",
        { class: "moment-list" },
        busy.slice(0, 6).map(([count, product]) => el("li", null, name(product), el("b", null, number(count)))),
      ),
      el("h3", null, t("shows/signals")),
      signals.length
        ? el(
            "ol",
            { class: "moment-list" },
            signals.map((signal) =>
              el(
                "li",
                { class: "moment-signal", "data-gravity": gravityOf(signal) },
                el("span", { class: "signal-icon" }, icon(iconOf(signal))),
                el(
                  "span",
                  null,
                  el("b", null, kindText(signal)),
                  " ",
                  signal.cloudevent.data?.product ?? "",
                  el("span", { class: "note" }, reasonText(signal)),
                ),
              ),
            ),
          )
        : el("p", { class: "note" }, t("signals/clear")),
    );
  }

  update() {}

  /** @param {import("../live/room-store.js").RoomStore} store */
  tick(store) {
    if (!this.data || !this.isLive || !this.follows || store?.view?.show !== this.show) return;
    const time = store.streamTime();
    if (time > this.data.duration_s) {
      this.data.duration_s = time;
      this.axis.length = Math.max(60, time);
      this.seek(time, true);
    }
  }

  destroy() {
    this.destroyed = true;
    clearInterval(this.timer);
    this.axis.destroy();
  }
}

export const showPage = (context, place) => new ShowPage(context, place);
