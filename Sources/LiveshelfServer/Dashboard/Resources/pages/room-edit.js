// What can be changed of a room: what it is called, and where its stream is.
import { patch, roomPath } from "../base/api.js";
import { choice, el, setAttribute, setText } from "../base/elements.js";
import { t } from "../base/texts.js";

export class RoomEdit {
  /** `addresses`: of streams that were typed on this page, by room; `changed()`: the room is another now. */
  constructor(room, addresses, changed) {
    this.addresses = addresses;
    this.room = room;
    this.source = sourceOf(room);
    const field = (name, input) => {
      setAttribute(input, "id", `edit-${name}-${room.name}`);
      return el("div", { class: "form-field" }, el("label", { for: input.id }, t(`roomForm/${name}`)), input);
    };
    this.title = el("input", { autocomplete: "off", maxlength: "64", value: room.title ?? room.name });
    this.url = el("input", {
      autocomplete: "off",
      maxlength: "2048",
      spellcheck: "false",
      inputmode: "url",
      placeholder: room.url ?? "",
    });
    const url = field("url", this.url);
    const showAddress = () => {
      url.hidden = this.source === "none";
    };
    this.message = el("p", { class: "form-message", role: "status" });
    this.element = el(
      "form",
      {
        class: "room-edit",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.send(changed);
        },
      },
      field("name", this.title),
      el(
        "div",
        { class: "form-field" },
        choice(
          t("roomForm/source"),
          ["pull", "listen", "none"].map((kind) => [kind, t(`roomForm/sources/${kind}`)]),
          this.source,
          (kind) => {
            this.source = kind;
            showAddress();
          },
        ),
      ),
      url,
      el(
        "div",
        { class: "form-foot" },
        el("button", { type: "submit", class: "quiet" }, t("roomEdit/save")),
        this.message,
      ),
    );
    showAddress();
  }

  /** Only what is different is sent: an address is shown without its secrets. */
  async send(changed) {
    const change = {};
    const title = this.title.value.trim();
    if (title !== (this.room.title ?? this.room.name)) change.title = title === this.room.name ? null : title;
    const url = this.url.value.trim();
    if (this.source === "none") {
      if (this.room.url) change.url = null;
    } else {
      if (url) change.url = url;
      if (this.source !== sourceOf(this.room)) change.listen = this.source === "listen";
    }
    setText(this.message, t("settings/saving"));
    setAttribute(this.message, "data-level", null);
    try {
      this.room = await patch(roomPath(this.room.name), change);
      if (change.url) this.addresses.set(this.room.name, change.url);
      this.url.value = "";
      setAttribute(this.url, "placeholder", this.room.url ?? "");
      setText(this.message, t("settings/saved"));
      changed();
    } catch (error) {
      setText(this.message, error.message);
      setAttribute(this.message, "data-level", "bad");
    }
  }
}

const sourceOf = (room) => (room.url ? (room.listen ? "listen" : "pull") : "none");
