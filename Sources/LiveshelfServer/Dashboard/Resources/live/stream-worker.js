// One event stream for all windows of a browser that look at a room: browsers allow six connections to one server.
import { EventStream } from "./event-stream.js";

const SILENT = 150000; // a window that has said nothing for so long is gone; hidden ones speak once a minute
const streams = new Map();

class SharedStream {
  constructor(url) {
    this.url = url;
    /** @type {Map<MessagePort, { seen: number, isResting: boolean }>} */
    this.windows = new Map();
    this.state = ["connecting", 0];
    this.stream = new EventStream(url, {
      message: (...parts) => this.tell("message", parts),
      state: (...parts) => {
        this.state = parts;
        this.tell("state", parts);
      },
      refused: (status) => {
        streams.delete(url);
        this.tell("refused", [status]);
      },
    });
  }

  tell(call, parts) {
    for (const port of this.windows.keys()) port.postMessage({ call, parts });
  }

  join(port) {
    const isFirst = !this.windows.size;
    this.windows.set(port, { seen: Date.now(), isResting: false });
    port.postMessage({ call: "state", parts: this.state });
    if (!isFirst) this.stream.renew();
    this.restOrWake();
  }

  leave(port) {
    this.windows.delete(port);
    if (this.windows.size) return this.restOrWake();
    this.stream.close();
    streams.delete(this.url);
  }

  restOrWake() {
    const isResting = [...this.windows.values()].every((window) => window.isResting);
    if (isResting === this.isResting) return;
    this.isResting = isResting;
    if (isResting) this.stream.rest();
    else this.stream.wake();
  }
}

addEventListener("connect", (/** @type {any} */ { ports: [port] }) => {
  /** @type {SharedStream | null} */
  let shared = null;
  port.onmessage = ({ data: { call, url } }) => {
    if (call === "open") {
      if (!streams.has(url)) streams.set(url, new SharedStream(url));
      shared = streams.get(url);
      return shared.join(port);
    }
    const window = shared?.windows.get(port);
    if (!window) return;
    window.seen = Date.now();
    if (call === "close") return shared.leave(port);
    if (call === "hurry") shared.stream.hurry();
    if (call === "rest" || call === "wake") {
      window.isResting = call === "rest";
      shared.restOrWake();
    }
  };
});

setInterval(() => {
  for (const shared of [...streams.values()])
    for (const [port, window] of [...shared.windows]) if (Date.now() - window.seen > SILENT) shared.leave(port);
}, 30000);
