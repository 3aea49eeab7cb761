// What a room is given: where to publish to, its files, a line for programs; and how it is removed.
import { mayIngest, mayOperate, remove, roomPath, send } from "../base/api.js";
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
  /** `addresses`: of streams that were typed on this page, by room; `changed()`: something of the room is different now. */
  constructor(room, addresses, changed, notify) {
    this.room = room;
    this.changed = changed;
    this.notify = notify;
    const orders = new URL(roomPath(room.name, "orders").slice(1), document.baseURI).href;
    this.element = el(
      "div",
      { class: "room-data" },
      room.url && room.listen ? this.pushAddress(addresses.get(room.name)) : null,
      FILES.filter(([, may]) => may()).map(([kind]) => new RoomFile(room.name, kind, changed).element),
      mayOperate() ? this.marker() : null,
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

  marker() {
    const said = el("p", { class: "note data-said", role: "status" });
    const player = el("audio", { controls: true, hidden: true });
    const input = el("input", {
      type: "file",
      class: "silent",
      id: `data-marker-${this.room.name}`,
      accept: "audio/*",
    });
    input.addEventListener("change", async () => {
      const file = input.files[0];
      if (!file) return;
      const name = file.name.replace(/\.[^.]*$/, "");
      try {
        await send("PUT", roomPath(this.room.name, "markers", name), file, file.type || "application/octet-stream");
        setText(said, t("roomData/heard", { name }));
        player.src = await new Promise((resolve, reject) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result);
          reader.onerror = () => reject(reader.error);
          reader.readAsDataURL(file);
        });
        player.hidden = false;
      } catch (error) {
        setText(said, t("roomData/refused", { message: error.message }));
      }
    });
    return el(
      "div",
      { class: "data-line" },
      el("span", { class: "note" }, t("roomData/markers")),
      el("label", { class: "quiet file-pick", for: input.id }, t("roomForm/pick")),
      input,
      said,
      player,
    );
  }

  /** A room is removed with two clicks. */
  removal() {
    let isSure = false;
    const button = el("button", { type: "button", class: "quiet data-remove" }, t("roomData/remove"));
    button.addEventListener("click", async () => {
      if (!isSure) {
        isSure = true;
        setText(button, t("roomData/sure"));
        setTimeout(() => {
          isSure = false;
          setText(button, t("roomData/remove"));
        }, 4000);
        return;
      }
      try {
        await remove(roomPath(this.room.name));
        this.changed();
      } catch (error) {
        this.notify(t("signals/failed", { message: error.message }), "bad");
      }
    });
    return el("div", { class: "data-line" }, button, el("span", { class: "note" }, t("roomData/removeNote")));
  }
}
