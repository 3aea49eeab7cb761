// Stingers: those that a room listens for, one from a file, and those that a recording plays again and again.
import { besidePage, get, getFile, remove, roomPath, send } from "../base/api.js";
import { el, setAttribute, setText } from "../base/elements.js";
import { number, percent, stopwatch } from "../base/format.js";
import { addDesk, t } from "../base/texts.js";

await addDesk();

const LOOK = 1000;

const button = (name, text, press) => el("button", { type: "button", class: `quiet ${name}`, onclick: press }, text);

export class MarkerStudy {
  constructor(room) {
    this.room = room;
    this.path = roomPath(room, "marker_study");
    this.said = el("p", { class: "note data-said", role: "status" });
    this.player = el("audio", { controls: true, hidden: true });
    this.known = el("ul", { class: "data-faults marker-list" });
    this.found = el("ul", { class: "data-faults marker-found" });
    this.stop = button("marker-stop", t("markers/stop"), () => this.end());
    this.stop.hidden = true;
    this.element = el(
      "div",
      { class: "data-line data-markers" },
      el("span", { class: "note" }, t("roomData/markers")),
      this.picker("marker", t("roomForm/pick"), "audio/*", (file) => this.keepFile(file)),
      this.picker("recording", t("markers/learn"), "audio/*,video/*,.flv,.ts,.mkv", (file) => this.learn(file)),
      this.stop,
      this.said,
      this.player,
      this.found,
      this.known,
    );
    this.list();
    // A study that is under way, or whose finds wait, is gone on with.
    this.look(true);
  }

  picker(name, text, accept, use) {
    const input = el("input", { type: "file", class: "silent", id: `data-${name}-${this.room}`, accept });
    input.addEventListener("change", () => {
      const file = input.files[0];
      if (file) use(file);
    });
    return [el("label", { class: "quiet file-pick", for: input.id }, text), input];
  }

  say(text, level = null) {
    setText(this.said, text);
    setAttribute(this.said, "data-level", level);
  }

  refused(error) {
    this.say(t("roomData/refused", { message: error.message }), "bad");
  }

  /** What the room listens for. */
  async list() {
    try {
      const { markers } = await get(roomPath(this.room, "markers"));
      this.known.replaceChildren(
        ...markers.map((name) =>
          el(
            "li",
            { class: "note" },
            name,
            button("marker-remove", t("markers/remove"), async () => {
              try {
                await remove(roomPath(this.room, "markers", name));
              } catch (error) {
                this.refused(error);
              }
              this.list();
            }),
          ),
        ),
      );
    } catch (error) {
      this.refused(error);
    }
  }

  async keep(name, file) {
    await send("PUT", roomPath(this.room, "markers", name), file, file.type || "application/octet-stream");
    this.say(t("roomData/heard", { name }), "good");
    this.list();
  }

  async keepFile(file) {
    try {
      await this.keep(file.name.replace(/\.[^.]*$/, ""), file);
      this.player.src = await new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
      });
      this.player.hidden = false;
    } catch (error) {
      this.refused(error);
    }
  }

  async learn(file) {
    this.found.replaceChildren();
    this.say(t("markers/sending", { name: file.name }));
    try {
      await send("PUT", this.path, file, "application/octet-stream");
      this.look();
    } catch (error) {
      this.refused(error);
    }
  }

  /** Tells how far the study is, until it is done. */
  async look(isFirst = false) {
    clearTimeout(this.timer);
    if (!isFirst && !this.element.isConnected) return;
    try {
      /** @type {API.MarkerStudy} */
      const study = await get(this.path);
      if (study.state === "none") return;
      this.stop.hidden = false;
      setText(this.stop, study.state === "listening" ? t("markers/stop") : t("markers/forget"));
      if (study.state === "listening") {
        this.say(t("markers/listening", { share: percent(study.share) }));
        this.timer = setTimeout(() => this.look(), LOOK);
      } else if (study.state === "failed") this.say(t("roomData/refused", { message: study.message }), "bad");
      else this.show(study.sounds);
    } catch (error) {
      this.refused(error);
    }
  }

  show(sounds) {
    this.say(sounds.length ? t("markers/found", { n: number(sounds.length) }) : t("markers/none"), "good");
    this.found.replaceChildren(...sounds.map((sound) => this.sound(sound)));
  }

  /** One that was found: to hear, to name, to keep or to drop. */
  sound(sound) {
    const path = roomPath(this.room, "marker_study", String(sound.id));
    const name = el("input", {
      value: `stinger-${sound.id}`,
      maxlength: "64",
      "aria-label": t("markers/name"),
      autocomplete: "off",
    });
    const row = el(
      "li",
      { class: "note" },
      el("audio", { controls: true, preload: "none", src: besidePage(path) }),
      t("markers/times", {
        n: number(sound.times.length),
        seconds: number(sound.seconds, 1),
        times: sound.times.slice(0, 6).map(stopwatch).join("、"),
      }),
      name,
      button("marker-keep", t("markers/keep"), async () => {
        try {
          await this.keep(name.value.trim(), await getFile(path));
          row.remove();
        } catch (error) {
          this.refused(error);
        }
      }),
      button("marker-drop", t("markers/drop"), () => row.remove()),
    );
    return row;
  }

  async end() {
    clearTimeout(this.timer);
    try {
      await remove(this.path);
      this.found.replaceChildren();
      this.stop.hidden = true;
      this.say("");
    } catch (error) {
      this.refused(error);
    }
  }
}
