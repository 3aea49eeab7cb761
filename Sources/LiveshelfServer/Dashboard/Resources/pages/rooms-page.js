// All rooms of the server.
import { get, mayIngest, mayOperate, post, remove, roomPath } from "../base/api.js";
import { el, emptyState, KeyedList, setAttribute, setText } from "../base/elements.js";
import { dateAndTime, money, number } from "../base/format.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";
import { RoomData } from "./room-data.js";
import { RoomForm } from "./room-form.js";

const REFRESH = 10000;

/** Whether a room's stream is attached: then its view tells how the stream does. */
async function noteStream(room) {
  /** @type {API.RoomView} */
  const { feeds } = await get(roomPath(room.name));
  room.isAttached = feeds.some((feed) => feed.feed === "audio");
}

class RoomCard {
  constructor(page, room) {
    this.page = page;
    const name = room.name;
    this.name = el("h2");
    this.state = el("span", { class: "state-badge" });
    this.now = el("p", { class: "room-now" });
    this.gmv = el("b", { class: "room-gmv" });
    this.facts = el("dl", { class: "room-facts" });
    this.source = el("p", { class: "note room-source" });
    this.alerts = el("span", { class: "count-badge" });
    this.data = el("details", { class: "room-more" }, el("summary", null, t("roomData/title")));
    this.data.addEventListener("toggle", () => {
      if (this.data.open && this.data.children.length === 1)
        this.data.append(new RoomData(this.room, page.addresses, () => page.load(), page).element);
    });
    this.switch = el("button", { type: "button", class: "quiet", onclick: () => this.press() });
    this.element = el(
      "li",
      { class: "room-card panel" },
      el(
        "a",
        { class: "room-link", href: page.context.address(name) },
        el("span", { class: "room-head" }, this.name, this.state, this.alerts),
        this.now,
        this.gmv,
        this.facts,
        this.source,
      ),
      mayOperate() ? this.switch : null,
      mayOperate() || mayIngest() ? this.data : null,
    );
  }

  /** Stopping ends a show for everybody: it is asked twice. */
  press() {
    if (isRunning(this.room) && !this.isSure) {
      this.isSure = true;
      setText(this.switch, t("rooms/sure"));
      setTimeout(() => {
        this.isSure = false;
        this.update(this.room);
      }, 4000);
      return;
    }
    this.isSure = false;
    this.page.toggle(this.room);
  }

  /** What is being done with the room, until the server has done it; null: nothing. */
  wait(text) {
    this.waits = text;
    this.switch.disabled = Boolean(text);
    setAttribute(this.element, "aria-busy", text ? "true" : null);
    this.update(this.room);
  }

  update(room) {
    this.room = room;
    setText(this.name, room.title ?? room.name);
    setText(this.state, this.waits ?? t(`state/${room.state}`));
    setAttribute(this.state, "data-state", room.state);
    const { now, totals } = room;
    const hasShow = Boolean(room.show);
    this.gmv.hidden = this.facts.hidden = !hasShow;
    setText(this.gmv, money(totals?.gmv, true));
    const isOn = Boolean(now) && isRunning(room);
    setText(
      this.now,
      isOn
        ? `${now.link_no ? `${t("now/link", { n: now.link_no })} · ` : ""}${now.product}`
        : hasShow
          ? t("rooms/nothing")
          : t("rooms/neverRan"),
    );
    setAttribute(this.now, "data-on", isOn ? "true" : null);
    const figures = [
      ["orders", totals?.orders],
      ["units", totals?.units],
      ["minute", totals?.last_minute?.orders],
    ];
    const key = figures.map(([, value]) => value).join("/");
    if (key !== this.figuresKey)
      this.facts.replaceChildren(
        ...figures.map(([name, value]) =>
          el(
            "div",
            null,
            el("dt", null, t(name === "minute" ? "rooms/minute" : `totals/${name}`)),
            el("dd", null, number(value)),
          ),
        ),
      );
    this.figuresKey = key;
    setText(
      this.source,
      [
        t("rooms/products", { n: number(room.products) }),
        room.started_at ? t("rooms/since", { time: dateAndTime(room.started_at) }) : null,
        room.url ? (room.listen ? t("rooms/listening") : t("rooms/pulling")) : t("rooms/ordersOnly"),
        room.shop ? t("rooms/shop", { shop: room.shop }) : null,
      ]
        .filter(Boolean)
        .join(" · "),
    );
    setAttribute(this.source, "title", room.url ?? null);
    const open = room.open_signals ?? 0;
    this.alerts.hidden = !open;
    setText(this.alerts, t("rooms/signals", { n: number(open) }));
    if (!this.isSure) setText(this.switch, isRunning(room) ? t("rooms/stop") : t("rooms/start"));
  }
}

/** A show that rows began runs without its stream: that can still be attached. */
const isRunning = (room) =>
  room.isAttached !== false && ["live", "connecting", "waiting", "stalled", "reconnecting"].includes(room.state);

class RoomsPage {
  constructor(context) {
    this.context = context;
    this.title = t("rooms/title");
    this.list = el("ul", { class: "room-grid" });
    this.rows = new KeyedList(
      this.list,
      (room) => room.name,
      (room) => new RoomCard(this, room),
    );
    this.blank = el("div", { hidden: true });
    this.form = new RoomForm(
      (room, url) => {
        // The server tells addresses without their keys: whoever has just typed one can still copy it.
        if (url) this.addresses.set(room.name, url);
        this.openForm(false);
        this.made = room.name;
        this.load();
        context.notify(t("rooms/made", { name: room.title ?? room.name }), "good");
      },
      () => this.openForm(false),
      () => this.names,
    );
    this.names = new Set();
    /** Addresses that were typed on this page, by room. */
    this.addresses = new Map();
    this.formBox = el("div", { hidden: true }, this.form.element);
    this.connectors = el("div", { class: "connectors-place", hidden: true });
    this.add = el(
      "button",
      {
        type: "button",
        class: "primary room-add",
        hidden: !mayOperate(),
        "aria-expanded": "false",
        onclick: () => this.openForm(true),
      },
      icon("plus"),
      t("rooms/add"),
    );
    this.demo = el(
      "button",
      { type: "button", class: "quiet room-demo", hidden: !mayOperate(), onclick: () => this.makeDemo() },
      t("demo/make"),
    );
    this.element = el(
      "div",
      { class: "page page-rooms" },
      el(
        "div",
        { class: "page-head" },
        el("h1", null, t("rooms/title")),
        el(
          "div",
          { class: "page-tools" },
          el("a", { class: "quiet rooms-history", href: "#/history" }, icon("shows"), t("history/title")),
          this.demo,
          this.add,
        ),
      ),
      this.formBox,
      this.list,
      this.blank,
      this.connectors,
    );
    this.load();
    this.timer = setInterval(() => {
      if (!document.hidden) this.load();
    }, REFRESH);
  }

  async load() {
    try {
      /** @type {API.RoomList} */
      const { rooms } = await get("/v1/rooms");
      await Promise.all(rooms.filter((room) => room.url && room.state === "live").map(noteStream));
      this.context.roomsKnown(rooms);
      this.names = new Set(rooms.map((room) => room.name));
      if (this.destroyed) return;
      this.rows.show(rooms);
      // Whoever has made a room goes on with its files.
      const made = this.made && this.rows.rows.get(this.made);
      this.made = null;
      if (made) {
        made.data.open = true;
        made.element.scrollIntoView({ block: "nearest" });
      }
      this.say(rooms.length ? null : [t("rooms/empty"), t("rooms/emptyNote")]);
      await this.loadConnectors();
    } catch (error) {
      this.say([t("rooms/failed", { message: error.message })]);
    }
  }

  /** How the connectors fare; their panel is fetched where there are any. */
  async loadConnectors() {
    /** @type {API.Connector[]} */
    let connectors = [];
    try {
      ({ connectors } = await get("/v1/connectors"));
    } catch (error) {
      // Whoever has one room alone sees no connectors.
      if (error.status !== 403) throw error;
    }
    this.connectors.hidden = !connectors.length;
    if (!connectors.length) return;
    const { ConnectorsPanel } = await import("./connectors.js");
    if (!this.panel) {
      this.panel = new ConnectorsPanel(this.context);
      this.connectors.replaceChildren(this.panel.element);
    }
    this.panel.show(connectors);
  }

  /** A show with made-up data, and its screen. */
  async makeDemo() {
    this.demo.disabled = true;
    try {
      const room = await post("/v1/demo", { title: t("demo/title") });
      await this.load();
      this.context.notify(t("demo/note"), "good");
      location.hash = this.context.address(room.name);
    } catch (error) {
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
      this.demo.disabled = false;
    }
  }

  /** Its card says so until the server has forgotten it, and is then gone at once. */
  async removeRoom(name) {
    const card = this.rows.rows.get(name);
    card?.wait(t("rooms/removing"));
    try {
      await remove(roomPath(name));
      this.context.notify(t("rooms/removed", { name: card?.room.title ?? name }), "good");
      card?.element.remove();
      await this.load();
    } catch (error) {
      card?.wait(null);
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
    }
  }

  openForm(isOpen) {
    this.formBox.hidden = !isOpen;
    this.add.hidden = isOpen || !mayOperate();
    setAttribute(this.add, "aria-expanded", String(isOpen));
    if (isOpen) this.form.focus();
    else this.add.focus();
  }

  say(texts) {
    this.blank.hidden = !texts;
    if (texts) this.blank.replaceChildren(emptyState(...texts));
  }

  /** A show is over when its files are written, which takes a while on a busy machine: the card says so at once. */
  async toggle(room) {
    const wish = isRunning(room) ? "stop" : "start";
    const card = this.rows.rows.get(room.name);
    card?.wait(t(wish === "stop" ? "rooms/stopping" : "rooms/starting"));
    try {
      await post(roomPath(room.name, wish));
      card?.wait(null);
      await this.load();
    } catch (error) {
      card?.wait(null);
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
    }
  }

  update() {}
  tick() {}

  destroy() {
    this.destroyed = true;
    clearInterval(this.timer);
  }
}

export const roomsPage = (context) => new RoomsPage(context);
