// Makes a room: its name, where its stream is, and its catalog.
import { post } from "../base/api.js";
import { choice, el, setAttribute, setText } from "../base/elements.js";
import { number } from "../base/format.js";
import { textOf } from "../base/text-file.js";
import { t } from "../base/texts.js";

const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const LARGEST_CATALOG = 8 * 1024 * 1024;
const SOURCES = ["pull", "listen", "none"];

/** A room's name in addresses: what the person calls it where that can be one, else made from its letters and a number. */
function nameOf(title, taken) {
  if (NAME.test(title)) return title;
  const letters =
    title
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 48) || "room";
  let number = 1;
  while (taken.has(`${letters}-${number}`)) number += 1;
  return `${letters}-${number}`;
}

export class RoomForm {
  /** `made(room, url)`: the room is there, its stream at the address that was typed; `left()`: the person wants none; `taken()`: names of rooms. */
  constructor(made, left, taken) {
    this.taken = taken;
    this.made = made;
    this.left = left;
    this.source = "pull";
    this.fields = {};
    const field = (name, input, note) => {
      const error = el("p", { class: "field-error", id: `room-${name}-error` });
      setAttribute(input, "id", `room-${name}`);
      setAttribute(input, "aria-describedby", `room-${name}-note room-${name}-error`);
      input.addEventListener("input", () => this.mark(name, null));
      this.fields[name] = { input, error };
      return (this.fields[name].element = el(
        "div",
        { class: "form-field" },
        el("label", { for: `room-${name}` }, t(`roomForm/${name}`)),
        input,
        el("p", { class: "note", id: `room-${name}-note` }, note),
        error,
      ));
    };
    const name = field(
      "name",
      el("input", { autocomplete: "off", maxlength: "64", spellcheck: "false" }),
      t("roomForm/nameNote"),
    );
    const url = field(
      "url",
      el("input", { autocomplete: "off", maxlength: "2048", spellcheck: "false", inputmode: "url" }),
      "",
    );
    const catalog = field(
      "catalog",
      el("input", { type: "file", class: "silent", accept: ".csv,text/csv" }),
      t("roomForm/catalogNote"),
    );
    const shop = field(
      "shop",
      el("input", { autocomplete: "off", maxlength: "64", spellcheck: "false" }),
      t("roomForm/shopNote"),
    );
    // The browser's own control speaks the browser's language.
    this.file = el("span", { class: "note" }, t("roomForm/noFile"));
    const pick = el("label", { for: "room-catalog", class: "quiet file-pick" }, t("roomForm/pick"));
    this.fields.catalog.input.after(el("div", { class: "file-line" }, pick, this.file));
    this.fields.catalog.input.addEventListener("change", () => this.showFile());
    this.note = url.querySelector(".note");
    this.message = el("p", { class: "form-message", role: "status" });
    this.submit = el("button", { type: "submit", class: "primary" }, t("roomForm/make"));
    const kinds = choice(
      t("roomForm/source"),
      SOURCES.map((kind) => [kind, t(`roomForm/sources/${kind}`)]),
      this.source,
      (kind) => this.setSource(kind),
    );
    this.element = el(
      "form",
      {
        class: "panel room-form",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      el("h2", null, t("rooms/add")),
      name,
      el("div", { class: "form-field" }, el("span", { class: "form-label" }, t("roomForm/source")), kinds),
      url,
      catalog,
      shop,
      el(
        "div",
        { class: "form-foot" },
        this.submit,
        el("button", { type: "button", class: "quiet", onclick: () => left() }, t("signals/cancel")),
        this.message,
      ),
    );
    this.setSource(this.source);
  }

  focus() {
    this.fields.name.input.focus();
  }

  setSource(kind) {
    this.source = kind;
    this.fields.url.element.hidden = kind === "none";
    setAttribute(
      this.fields.url.input,
      "placeholder",
      kind === "listen" ? "rtmp://127.0.0.1:1935/live/room" : "rtmp://live.example.com/app/key",
    );
    const { input } = this.fields.url;
    // What a publisher on this network can reach; it can be changed.
    const suggestion = `rtmp://${location.hostname.replace("localhost", "127.0.0.1")}:1935/live/room`;
    if (kind === "listen" && !input.value) input.value = suggestion;
    else if (kind !== "listen" && input.value === suggestion) input.value = "";
    setText(this.note, t(`roomForm/notes/${kind}`));
    this.mark("url", null);
  }

  mark(name, message) {
    const { input, error } = this.fields[name];
    setText(error, message ?? "");
    setAttribute(input, "aria-invalid", message ? "true" : null);
  }

  showFile() {
    setText(this.file, this.fields.catalog.input.files[0]?.name ?? t("roomForm/noFile"));
    this.mark("catalog", null);
  }

  /** The first field at fault gets the focus. */
  faults() {
    const { name, url, catalog, shop } = this.fields;
    const file = catalog.input.files[0];
    const found = {
      name: name.input.value.trim() ? null : t("roomForm/nameFault"),
      url: this.source === "none" || url.input.value.trim() ? null : t("roomForm/urlFault"),
      catalog:
        file && file.size > LARGEST_CATALOG
          ? t("roomForm/catalogFault", { n: number(LARGEST_CATALOG / 1024 / 1024) })
          : null,
      shop: !shop.input.value.trim() || NAME.test(shop.input.value.trim()) ? null : t("roomForm/shopFault"),
    };
    for (const [field, message] of Object.entries(found)) this.mark(field, message);
    return Object.keys(found).find((field) => found[field]);
  }

  async send() {
    const wrong = this.faults();
    if (wrong) return this.fields[wrong].input.focus();
    const title = this.fields.name.input.value.trim();
    /** @type {API.NewRoom} */
    const room = { name: nameOf(title, this.taken()) };
    if (room.name !== title) room.title = title;
    if (this.source !== "none")
      Object.assign(room, { url: this.fields.url.input.value.trim(), listen: this.source === "listen" });
    const shop = this.fields.shop.input.value.trim();
    if (shop) room.shop = shop;
    this.submit.disabled = true;
    setText(this.message, t("settings/saving"));
    try {
      const file = this.fields.catalog.input.files[0];
      if (file) room.catalog = await textOf(file);
      const made = await post("/v1/rooms", room);
      this.element.reset();
      this.showFile();
      setText(this.message, "");
      this.made(made, room.url);
    } catch (error) {
      const name = (error.field ?? "").split(/[.[]/)[0];
      const field =
        name in this.fields
          ? name
          : name === "listen"
            ? "url"
            : error.code === "room_exists"
              ? "name"
              : room.catalog !== undefined && error.status !== 0
                ? "catalog"
                : null;
      if (field) {
        this.mark(field, error.code === "room_exists" ? t("roomForm/exists") : error.message);
        this.fields[field].input.focus();
      }
      setText(this.message, field ? "" : t("signals/failed", { message: error.message }));
      setAttribute(this.message, "data-level", "bad");
    } finally {
      this.submit.disabled = false;
    }
  }
}
