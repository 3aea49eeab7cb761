// What a room is given: where to publish to, its files, a line for programs; and how it is removed.
import { mayIngest, mayOperate, roomPath } from "../base/api.js";
import { el, setText } from "../base/elements.js";
import { t } from "../base/texts.js";
import { RoomEdit } from "./room-edit.js";
import { RoomFile } from "./room-file.js";

/** @type {[string, () => boolean][]} name and who may send it */
const FILES = [
  ["catalog", mayOperate],
  ["stock", mayIngest],
  ["orders", mayIngest],
  ["comments", mayIngest],
  ["running_order", mayOperate],
];

/** A text to copy, with its button. */
function copyable(name, text) {
  const button = el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: async () => {
        try {
          await navigator.clipboard.writeText(text);
          setText(button, t("roomData/copied"));
        } catch (error) {
          // Only pages of this machine or over HTTPS may write to the clipboard: the text can still be marked.
          console.info("clipboard:", error.message);
          getSelection().selectAllChildren(code);
        }
      },
    },
    t("roomData/copy"),
  );
  const code = el("code", null, text);
  return el(
    "div",
    { class: `data-line data-${name}` },
    el("span", { class: "note" }, t(`roomData/${name}`)),
    code,
    button,
  );
}

export class RoomData {
  /** `addresses`: of streams that were typed on this page, by room; `changed()`: something of the room is different now; `page`:
   * of the rooms, which removes this one. */
  constructor(room, addresses, changed, page) {
    this.room = room;
    this.page = page;
    const orders = new URL(roomPath(room.name, "orders").slice(1), document.baseURI).href;
    this.element = el(
      "div",
      { class: "room-data" },
      room.url && room.listen ? this.pushAddress(addresses.get(room.name)) : null,
      FILES.filter(([, may]) => may()).map(([kind]) => new RoomFile(room.name, kind, changed).element),
      mayOperate() ? this.markers() : null,
      mayIngest() ? copyable("curl", `curl -H 'Content-Type: text/csv' --data-binary @orders.csv '${orders}'`) : null,
      mayOperate() ? new RoomEdit(room, addresses, changed).element : null,
      mayOperate() ? this.removal() : null,
    );
  }

  /** Where to publish to, to copy; only a part of it when nobody has typed it here: the key is a secret. */
  pushAddress(typed) {
    if (typed) return copyable("push", typed);
    return el(
      "div",
      { class: "data-line data-push" },
      el("span", { class: "note" }, t("roomData/push")),
      el("code", null, this.room.url),
      el("p", { class: "note data-said" }, t("roomData/pushNote")),
    );
  }

  /** Fetched when a room's data is opened. */
  markers() {
    const place = el("div");
    import("./marker-study.js").then(({ MarkerStudy }) => place.replaceWith(new MarkerStudy(this.room.name).element));
    return place;
  }

  /** A room is removed with two clicks. */
  removal() {
    let isSure = false;
    const button = el("button", { type: "button", class: "quiet data-remove" }, t("roomData/remove"));
    button.addEventListener("click", () => {
      if (!isSure) {
        isSure = true;
        setText(button, t("roomData/sure"));
        setTimeout(() => {
          isSure = false;
          setText(button, t("roomData/remove"));
        }, 4000);
        return;
      }
      this.page.removeRoom(this.room.name);
    });
    return el("div", { class: "data-line" }, button, el("span", { class: "note" }, t("roomData/removeNote")));
  }
}
