// All rooms of the server.
import { get, mayOperate, post, roomPath } from "../base/api.js";
import { el, emptyState, KeyedList, setAttribute, setText } from "../base/elements.js";
import { money, number } from "../base/format.js";
import { t } from "../base/texts.js";

const REFRESH = 5000;

class RoomCard {
  constructor(page, room) {
    this.page = page;
    const name = room.room;
    this.state = el("span", { class: "state-badge" });
    this.now = el("p", { class: "room-now" });
    this.gmv = el("b", { class: "room-gmv" });
    this.facts = el("p", { class: "note" });
    this.alerts = el("span", { class: "count-badge" });
    this.switch = el("button", { type: "button", class: "quiet", onclick: () => page.toggle(this.room) });
    this.element = el("li", { class: "room-card panel" }, el("a", { class: "room-link", href: page.context.address(name) }, el("span", { class: "room-head" }, el("h2", null, name), this.state, this.alerts), this.gmv, this.now, this.facts), mayOperate() ? this.switch : null);
  }

  update(room) {
    this.room = room;
    setText(this.state, t(`state/${room.state}`));
    setAttribute(this.state, "data-state", room.state);
    setText(this.gmv, money(room.totals?.gmv ?? 0, true));
    setText(this.now, room.now ? `${t("rooms/now")} · ${room.now.link_no ? `${t("now/link", { n: room.now.link_no })} ` : ""}${room.now.product}` : t("rooms/nothing"));
    const parts = [`${t("totals/orders")} ${number(room.totals?.orders ?? 0)}`];
    if (typeof room.products === "number") parts.push(t("rooms/products", { n: number(room.products) }));
    setText(this.facts, parts.join(" · "));
    this.alerts.hidden = !room.open_signals;
    setText(this.alerts, t("rooms/signals", { n: number(room.open_signals) }));
    setText(this.switch, isRunning(room) ? t("rooms/stop") : t("rooms/start"));
  }
}

const isRunning = (room) => ["live", "connecting", "stalled", "reconnecting"].includes(room.state);

class RoomsPage {
  constructor(context) {
    this.context = context;
    this.title = t("rooms/title");
    this.list = el("ul", { class: "room-grid" });
    this.rows = new KeyedList(this.list, (room) => room.room, (room) => new RoomCard(this, room));
    this.blank = el("div", { hidden: true });
    this.element = el("div", { class: "page page-rooms" }, el("h1", null, t("rooms/title")), this.list, this.blank);
    this.load();
    this.timer = setInterval(() => { if (!document.hidden) this.load(); }, REFRESH);
  }

  async load() {
    try {
      const { rooms } = await get("/v1/rooms");
      this.context.roomsKnown(rooms);
      this.rows.show(rooms);
      this.say(rooms.length ? null : [t("rooms/empty"), t("rooms/emptyNote")]);
    } catch (error) {
      this.say([t("rooms/failed", { message: error.message })]);
    }
  }

  say(texts) {
    this.blank.hidden = !texts;
    if (texts) this.blank.replaceChildren(emptyState(...texts));
  }

  async toggle(room) {
    try {
      await post(roomPath(room.room, isRunning(room) ? "stop" : "start"));
      await this.load();
    } catch (error) {
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
    }
  }

  update() {}
  tick() {}

  destroy() {
    clearInterval(this.timer);
  }
}

export const roomsPage = (context) => new RoomsPage(context);
