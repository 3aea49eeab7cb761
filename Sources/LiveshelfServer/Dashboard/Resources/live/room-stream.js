// A page's hold on a room's events: through the worker that all windows share, or where there is none by a stream of its own.
import { besidePage } from "../base/api.js";
import { preference } from "../base/preferences.js";
import { EventStream } from "./event-stream.js";

const HIDDEN = 60000; // how long a hidden page keeps its connection
const ALIVE = 20000;

/** The same calls as of an `EventStream`, made by a worker for all windows. */
class WorkerStream {
  constructor(url, handlers, failed) {
    const worker = new SharedWorker(new URL("./stream-worker.js", import.meta.url), { type: "module" });
    worker.onerror = failed;
    this.port = worker.port;
    this.port.onmessage = ({ data }) => handlers[data.call](...data.parts);
    this.say("open", url);
    this.timer = setInterval(() => this.say("alive"), ALIVE);
  }

  say(call, url) {
    this.port.postMessage({ call, url });
  }

  close() {
    clearInterval(this.timer);
    this.say("close");
    this.port.close();
  }

  rest() {
    this.say("rest");
  }

  wake() {
    this.say("wake");
  }

  hurry() {
    this.say("hurry");
  }
}

export class RoomStream {
  /** `handlers`: `message(event, data)`, `state(name, attempt)` with connecting, live or lost, `refused(status)`. */
  constructor(path, handlers) {
    const url = new URL(besidePage(path), document.baseURI).href;
    const told = {
      state: handlers.state,
      refused: (status) => {
        this.close();
        handlers.refused(status);
      },
      message: (event, text) => {
        try {
          handlers.message(event, JSON.parse(text));
        } catch (error) {
          console.warn("events: a message could not be used:", error.message);
        }
      },
    };
    const own = () => new EventStream(url, told);
    this.stream =
      "SharedWorker" in window
        ? new WorkerStream(url, told, () => {
            if (!this.closed && this.stream instanceof WorkerStream) {
              clearInterval(this.stream.timer);
              this.stream = own();
            }
          })
        : own();
    this.look = () => this.lookAtVisibility();
    this.leave = () => this.stream.rest(); // a page that is left may be kept for going back, with its connection
    this.enter = (event) => {
      if (event.persisted) this.look();
    };
    addEventListener("pagehide", this.leave);
    addEventListener("pageshow", this.enter);
    document.addEventListener("visibilitychange", this.look);
    this.look();
  }

  hurry() {
    this.stream.hurry();
  }

  close() {
    this.closed = true;
    removeEventListener("pagehide", this.leave);
    removeEventListener("pageshow", this.enter);
    document.removeEventListener("visibilitychange", this.look);
    clearTimeout(this.hiding);
    this.stream.close();
  }

  /** A page that nobody sees (or hears) lets go of its connection, and takes it up where it was when it is seen again. */
  lookAtVisibility() {
    clearTimeout(this.hiding);
    if (!document.hidden) return this.stream.wake();
    this.hiding = setTimeout(() => {
      if (preference("sound") !== "on") this.stream.rest();
    }, HIDDEN);
  }
}
