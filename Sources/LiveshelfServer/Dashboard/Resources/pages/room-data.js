// What a room is given: where to publish to, its files, a line for programs; and how it is removed.
import { mayIngest, mayOperate, remove, roomPath, send } from "../base/api.js";
import { el, setAttribute, setText } from "../base/elements.js";
import { number } from "../base/format.js";
import { t } from "../base/texts.js";

const TABLES = ".csv,.xlsx,.json,.jsonl,.txt";
/** @type {[string, string, () => boolean][]} name, method and who may send it */
const FILES = [
  ["catalog", "PUT", mayOperate],
  ["stock", "POST", mayIngest],
  ["orders", "POST", mayIngest],
  ["comments", "POST", mayIngest],
];

const TYPES = {
  json: "application/json",
  jsonl: "application/x-ndjson",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const typeOf = (file) => TYPES[file.name.split(".").pop().toLowerCase()] ?? "text/csv";

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
  /** `changed()`: something of the room is different now. */
  constructor(room, changed, notify) {
    this.room = room;
    this.changed = changed;
    this.notify = notify;
    const orders = new URL(roomPath(room.name, "orders").slice(1), document.baseURI).href;
    this.element = el(
      "div",
      { class: "room-data" },
      room.url && room.listen ? copyable("push", room.url) : null,
      FILES.filter(([, , may]) => may()).map(([kind, method]) => this.file(kind, method)),
      mayOperate() ? this.marker() : null,
      mayIngest() ? copyable("curl", `curl -H 'Content-Type: text/csv' --data-binary @orders.csv '${orders}'`) : null,
      mayOperate() ? this.removal() : null,
    );
  }

  /** Picks a file, tells what the server understood of it, and sends it when the person agrees. */
  file(kind, method) {
    const path = roomPath(this.room.name, kind);
    const said = el("p", { class: "note data-said", role: "status" });
    const faults = el("ul", { class: "data-faults" });
    const input = el("input", { type: "file", class: "silent", id: `data-${kind}-${this.room.name}`, accept: TABLES });
    const go = el("button", { type: "button", class: "primary", hidden: true }, t("roomData/take"));
    const tell = (text, level) => {
      setText(said, text);
      setAttribute(said, "data-level", level);
    };
    let understood = 0;
    const attempt = async (address, done) => {
      const file = input.files[0];
      if (!file) return;
      go.hidden = true;
      faults.replaceChildren();
      tell(t("roomData/reading"));
      try {
        done(await send(method, address, file, typeOf(file)), file);
      } catch (error) {
        tell(t("roomData/refused", { message: error.message }), "bad");
        this.list(faults, error.rejected);
      }
    };
    input.addEventListener("change", () =>
      attempt(`${path}?preview=true`, (answer, file) => {
        const isCatalog = kind === "catalog";
        understood = isCatalog ? answer.products : answer.accepted;
        tell(
          `${file.name}：${
            isCatalog
              ? t("roomData/products", { n: number(answer.products), names: answer.names.join("、") })
              : t("roomData/rows", { n: number(answer.accepted) })
          }${answer.rejected_count ? ` ${t("roomData/unread", { n: number(answer.rejected_count) })}` : ""}`,
          answer.rejected_count ? "warn" : "good",
        );
        this.list(faults, answer.rejected);
        go.hidden = !understood;
        if (!go.hidden) go.focus();
      }),
    );
    go.addEventListener("click", () =>
      attempt(path, (answer) => {
        input.value = "";
        // A catalog's answer tells of the room, which takes it over a moment later.
        const count = kind === "catalog" ? understood : answer.accepted + answer.repeated;
        tell(t("roomData/taken", { n: number(count) }), "good");
        this.changed();
      }),
    );
    return el(
      "div",
      { class: "data-line" },
      el("span", { class: "note" }, t(`roomData/${kind}`)),
      el("label", { class: "quiet file-pick", for: input.id }, t("roomForm/pick")),
      input,
      go,
      said,
      faults,
    );
  }

  /** The first rows that could not be used, and why. */
  list(faults, rejected = []) {
    faults.replaceChildren(
      ...rejected
        .slice(0, 5)
        .map((row) =>
          el("li", { class: "note" }, t("roomData/fault", { row: row.line ?? row.row ?? "", message: row.message })),
        ),
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
