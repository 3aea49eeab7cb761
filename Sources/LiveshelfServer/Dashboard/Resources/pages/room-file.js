// A file that a room is given: what the server understood of it first, and then the file itself.
import { mayOperate, roomPath, send, spokenFaults } from "../base/api.js";
import { el, setAttribute, setText } from "../base/elements.js";
import { duration, number } from "../base/format.js";
import { t } from "../base/texts.js";

const TABLES = ".csv,.xlsx,.json,.jsonl,.txt";
const TYPES = {
  json: "application/json",
  jsonl: "application/x-ndjson",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const typeOf = (file) => TYPES[file.name.split(".").pop().toLowerCase()] ?? "text/csv";

/** What a preview's or a receipt's answer says, and how many things that are. */
const READ = {
  catalog: (answer) => [
    answer.products,
    t("roomData/products", { n: number(answer.products), names: answer.names.join("、") }),
  ],
  running_order: (answer) => [
    answer.items,
    t("roomData/items", {
      n: number(answer.items),
      time: duration(answer.minutes * 60),
      names: answer.names.join("、"),
    }),
  ],
};
const readRows = (answer) => [answer.accepted, t("roomData/rows", { n: number(answer.accepted) })];

export class RoomFile {
  /**
   * @param {string} room
   * @param {string} kind catalog, stock, orders, comments or running_order
   * @param {() => void} changed something of the room is different now
   */
  constructor(room, kind, changed) {
    this.kind = kind;
    this.changed = changed;
    this.path = roomPath(room, kind);
    this.method = ["catalog", "running_order"].includes(kind) ? "PUT" : "POST";
    this.said = el("p", { class: "note data-said", role: "status" });
    this.faults = el("ul", { class: "data-faults" });
    this.input = el("input", { type: "file", class: "silent", id: `data-${kind}-${room}`, accept: TABLES });
    this.go = el("button", { type: "button", class: "primary", hidden: true }, t("roomData/take"));
    this.input.addEventListener("change", () => this.preview());
    this.go.addEventListener("click", () => this.take());
    this.element = el(
      "div",
      { class: "data-line" },
      el("span", { class: "note" }, t(`roomData/${kind}`)),
      el("label", { class: "quiet file-pick", for: this.input.id }, t("roomForm/pick")),
      this.input,
      this.go,
      this.said,
      this.faults,
    );
  }

  tell(text, level) {
    setText(this.said, text);
    setAttribute(this.said, "data-level", level);
  }

  async attempt(address, done, instead = null) {
    const file = this.input.files[0];
    if (!file) return;
    this.go.hidden = true;
    this.faults.replaceChildren();
    this.tell(t("roomData/reading"));
    try {
      await done(await send(this.method, address, instead ?? file, instead?.type ?? typeOf(file)), file);
    } catch (error) {
      this.tell(t("roomData/refused", { message: error.message }), "bad");
      this.list(error.rejected);
    }
  }

  /** Names of a catalog: what the room will listen for. */
  async showNames(file) {
    if (!this.names) {
      const { CatalogNames } = await import("./catalog-names.js");
      this.names = new CatalogNames(() => {
        this.go.hidden = false;
      });
      this.element.append(this.names.element);
    }
    await this.names.check(file, typeOf(file));
  }

  /** Tells what the server understood. */
  preview() {
    if (this.names) this.names.element.hidden = true;
    this.attempt(`${this.path}?preview=true`, async (answer, file) => {
      const [count, text] = (READ[this.kind] ?? readRows)(answer);
      this.understood = count;
      const unread = answer.rejected_count ? ` ${t("roomData/unread", { n: number(answer.rejected_count) })}` : "";
      this.tell(`${file.name}：${text}${unread}`, answer.rejected_count ? "warn" : "good");
      this.list(await spokenFaults(answer.rejected));
      this.go.hidden = !count;
      if (count) this.go.focus();
      if (count && this.kind === "catalog" && mayOperate()) await this.showNames(file);
    });
  }

  /** Sends it, when the person agrees. */
  take() {
    const done = (answer) => {
      this.input.value = "";
      if (this.names) this.names.element.hidden = true;
      // A catalog's answer tells of the room, which takes it over a moment later.
      const count = "accepted" in answer ? answer.accepted + answer.repeated : this.understood;
      this.tell(t("roomData/taken", { n: number(count) }), "good");
      this.changed();
    };
    this.attempt(this.path, done, this.names?.changedFile);
  }

  /** The first rows that could not be used, and why. */
  list(rejected = []) {
    this.faults.replaceChildren(
      ...rejected
        .slice(0, 5)
        .map((row) =>
          el("li", { class: "note" }, t("roomData/fault", { row: row.line ?? row.row ?? "", message: row.message })),
        ),
    );
  }
}
