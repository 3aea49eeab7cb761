// All rooms of the server.
import { get, mayOperate, post, roomPath } from "../base/api.js";
import { el, emptyState, KeyedList, setAttribute, setText } from "../base/elements.js";
import { money, number } from "../base/format.js";
import { t } from "../base/texts.js";
import { openSituations } from "../live/signal-texts.js";

const REFRESH = 10000;

class RoomCard {
  constructor(page, room) {
    this.page = page;
    const name = room.name;
    this.state = el("span", { class: "state-badge" });
    this.now = el("p", { class: "room-now" });
    this.gmv = el("b", { class: "room-gmv" });
    this.facts = el("p", { class: "note" });
    this.alerts = el("span", { class: "count-badge" });
    this.switch = el("button", { type: "button", class: "quiet", onclick: () => this.press() });
    this.element = el("li", { class: "room-card panel" }, el("a", { class: "room-link", href: page.context.address(name) }, el("span", { class: "room-head" }, el("h2", null, name), this.state, this.alerts), this.gmv, this.now, this.facts), mayOperate() ? this.switch : null);
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

  update(room) {
    this.room = room;
    setText(this.state, t(`state/${room.state}`));
    setAttribute(this.state, "data-state", room.state);
    const { view } = room;
    setText(this.gmv, money(view?.totals?.gmv, true));
    setText(this.now, view?.now ? `${t("rooms/now")} · ${view.now.link_no ? `${t("now/link", { n: view.now.link_no })} ` : ""}${view.now.product}` : t("rooms/nothing"));
    setText(this.facts, [`${t("totals/orders")} ${number(view?.totals?.orders)}`, t("rooms/products", { n: number(room.products) })].join(" · "));
    const open = openSituations(view?.signals ?? []).length;
    this.alerts.hidden = !open;
    setText(this.alerts, t("rooms/signals", { n: number(open) }));
    if (!this.isSure) setText(this.switch, isRunning(room) ? t("rooms/stop") : t("rooms/start"));
  }
}

const isRunning = (room) => ["live", "connecting", "stalled", "reconnecting"].includes(room.state);

class RoomsPage {
  constructor(context) {
    Object.assign(this, { context, views: new Map() });
    this.title = t("rooms/title");
    this.list = el("ul", { class: "room-grid" });
    this.rows = new KeyedList(this.list, (room) => room.name, (room) => new RoomCard(this, room));
    this.blank = el("div", { hidden: true });
    this.element = el("div", { class: "page page-rooms" }, el("h1", null, t("rooms/title")), this.list, this.blank);
    this.load();
    this.timer = setInterval(() => { if (!document.hidden) this.load(); }, REFRESH);
  }

  async load() {
    try {
      const { rooms } = await get("/v1/rooms");
      this.context.roomsKnown(rooms);
      await Promise.all(rooms.map((room) => this.look(room)));
      if (this.destroyed) return;
      this.rows.show(rooms);
      this.say(rooms.length ? null : [t("rooms/empty"), t("rooms/emptyNote")]);
    } catch (error) {
      this.say([t("rooms/failed", { message: error.message })]);
    }
  }

  /** What a room sells and what is open: of running rooms each time, of others once. */
  async look(room) {
    if (!isRunning(room) && this.views.has(room.name)) return (room.view = this.views.get(room.name));
    try {
      room.view = await get(roomPath(room.name));
      this.views.set(room.name, room.view);
    } catch (error) {
      if (error.status !== 404) throw error; // it was deleted meanwhile
    }
  }

  say(texts) {
    this.blank.hidden = !texts;
    if (texts) this.blank.replaceChildren(emptyState(...texts));
  }

  async toggle(room) {
    try {
      await post(roomPath(room.name, isRunning(room) ? "stop" : "start"));
      await this.load();
    } catch (error) {
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
