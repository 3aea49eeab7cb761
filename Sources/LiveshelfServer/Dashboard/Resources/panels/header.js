// The bar at the top: where one is, how the show and its links do, and the tools.
import { el, setAttribute, setText } from "../base/elements.js";
import { stopwatch, timeOfDay } from "../base/format.js";
import { icon } from "../base/icons.js";
import { preference, setPreference } from "../base/preferences.js";
import { t } from "../base/texts.js";
import { healthOf } from "./small-panels.js";

const PAGES = ["overview", "curves", "shows", "order", "prompt", "settings"];
const THEMES = { auto: "light", light: "dark", dark: "auto" };

export class Header {
  constructor(context) {
    this.context = context;
    this.rooms = el("select", {
      class: "room-select",
      "aria-label": t("tool/room"),
      onchange: () => {
        location.hash = context.address(this.rooms.value);
      },
    });
    this.state = el("span", { class: "state-badge" });
    this.elapsed = el("span", { class: "show-elapsed", role: "timer", "aria-live": "off" });
    this.wallRoom = el("strong", { class: "wall-room-name" });
    this.clock = el("span", { class: "wall-clock" });
    this.health = el("span", { class: "health-badge" });
    this.links = Object.fromEntries(
      PAGES.map((page) => [
        page,
        el("a", { class: "nav-link", href: context.pageAddress(page) }, icon(page), el("span", null, t(`nav/${page}`))),
      ]),
    );
    this.roomsLink = el(
      "a",
      { class: "tool", href: "#/rooms", title: t("nav/rooms"), "aria-label": t("nav/rooms") },
      icon("rooms"),
    );
    const tool = (name, symbol, title, act) =>
      el(
        "button",
        { type: "button", class: `tool tool-${name}`, title, "aria-label": title, onclick: act },
        icon(symbol),
      );
    const isOn = preference("sound") === "on";
    const theme = preference("theme");
    const isWall = preference("wall") === "on";
    this.tools = el(
      "div",
      { class: "tools" },
      tool("sound", isOn ? "sound" : "silent", t(isOn ? "tool/soundOn" : "tool/soundOff"), () =>
        setPreference("sound", isOn ? "off" : "on"),
      ),
      tool("theme", theme, t("tool/theme", { theme: t(`theme/${theme}`) }), () =>
        setPreference("theme", THEMES[theme]),
      ),
      el(
        "button",
        {
          type: "button",
          class: "tool tool-language",
          lang: preference("language") === "zh" ? "en" : "zh-CN",
          title: t("tool/languageLabel"),
          "aria-label": t("tool/languageLabel"),
          onclick: () => setPreference("language", preference("language") === "zh" ? "en" : "zh"),
        },
        preference("language") === "zh" ? "EN" : "中",
      ),
      tool("help", "keyboard", t("tool/help"), () => context.help()),
      tool("wall", isWall ? "exit" : "wall", t(isWall ? "tool/leaveWall" : "tool/wall"), () => context.toggleWall()),
    );
    this.tools.querySelector(".tool-sound").setAttribute("aria-pressed", String(isOn));
    this.element = el(
      "header",
      { class: "bar" },
      el(
        "a",
        { class: "brand", href: "#/rooms", "aria-label": t("brand") },
        icon("logo"),
        el("span", null, t("brand")),
      ),
      this.roomsLink,
      this.rooms,
      this.wallRoom,
      this.state,
      this.elapsed,
      this.health,
      el("nav", { class: "nav", "aria-label": t("nav/label") }, Object.values(this.links)),
      this.clock,
      this.tools,
    );
  }

  showPlace(page, room, rooms) {
    for (const [name, link] of Object.entries(this.links)) {
      setAttribute(link, "aria-current", name === page ? "page" : null);
      setAttribute(link, "href", this.context.pageAddress(name));
      link.hidden = !room && name !== "settings";
    }
    setAttribute(this.roomsLink, "aria-current", page === "rooms" ? "page" : null);
    const names = [...new Set([...rooms.map((one) => one.name), ...(room ? [room] : [])])];
    const titles = new Map(rooms.map((one) => [one.name, one.title ?? one.name]));
    const titleOf = (name) => titles.get(name) ?? name;
    const key = names.map((name) => `${name}\t${titleOf(name)}`).join("\n");
    if (key !== this.roomsKey)
      this.rooms.replaceChildren(...names.map((name) => el("option", { value: name }, titleOf(name))));
    this.roomsKey = key;
    this.rooms.hidden = !room;
    this.state.hidden = this.elapsed.hidden = this.health.hidden = !room;
    if (room) this.rooms.value = room;
    setText(this.wallRoom, room ? titleOf(room) : "");
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store) {
    if (!store?.view) {
      this.state.hidden = this.health.hidden = true;
      return;
    }
    const state = store.view.state;
    this.state.hidden = this.health.hidden = false;
    setText(this.state, t(`state/${state}`));
    setAttribute(this.state, "data-state", state);
    const health = healthOf(store);
    setAttribute(this.health, "data-level", health.level);
    setText(
      this.health,
      health.level === "idle"
        ? t("health/empty")
        : health.bad
          ? t("health/trouble", { n: health.bad })
          : t("health/fine"),
    );
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  tick(store) {
    setText(this.clock, timeOfDay(store?.clock() ?? new Date()));
    const time = store?.view && store.view.state !== "idle" ? store.streamTime() : null;
    setText(this.elapsed, time === null || time === undefined ? "" : stopwatch(time));
  }
}
