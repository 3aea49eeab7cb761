// Server-Sent Events over fetch: unlike EventSource it sees keep-alive comments, so that it notices a dead link, and the
// status, so that it can ask for a token. Framing: HTML Living Standard, §9.2.6.
// It knows no page, so that a worker can run it for all windows.

const SILENCE = 25000; // the server sends something every 10 s
const LONGEST_LINE = 32 * 1024 * 1024;
const DELAYS = [300, 700, 1500, 3000, 5000, 8000];

export class EventStream {
  /** `handlers`: `message(event, text)`, `state(name, attempt)` with connecting, live or lost, `refused(status)`. */
  constructor(url, handlers) {
    this.url = url;
    this.handlers = handlers;
    this.lastID = "";
    this.attempt = 0;
    this.closed = false;
    /** @type {(() => void) | null} */
    this.retryNow = null;
    this.hurry = () => this.retryNow?.();
    addEventListener("online", this.hurry);
    this.run();
  }

  close() {
    this.closed = true;
    removeEventListener("online", this.hurry);
    this.abort?.abort();
    this.retryNow?.();
  }

  /** Lets go of the connection until it is woken; it goes on where it was. */
  rest() {
    this.isResting = true;
    this.abort?.abort();
  }

  wake() {
    this.isResting = false;
    this.hurry();
  }

  /** Somebody has come who needs to be told everything: connects anew, without calling the link lost. */
  renew() {
    this.lastID = "";
    this.isRenewing = true;
    this.abort?.abort();
    this.hurry();
  }

  async run() {
    while (!this.closed) {
      if (this.isResting) {
        await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
          this.retryNow = resolve;
        });
        this.retryNow = null;
        continue;
      }
      if (!this.isRenewing) this.handlers.state(this.attempt ? "lost" : "connecting", this.attempt);
      this.isRenewing = false;
      try {
        await this.read();
      } catch (error) {
        if (this.closed) return;
        if (error.name !== "AbortError" && error.name !== "TypeError") console.warn("events:", error.message);
      }
      if (this.closed) return;
      if (this.isResting || this.isRenewing) continue;
      this.attempt += 1;
      this.handlers.state("lost", this.attempt);
      const delay = DELAYS[Math.min(this.attempt, DELAYS.length) - 1] * (0.8 + 0.4 * Math.random());
      await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
        const timer = setTimeout(resolve, delay);
        this.retryNow = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.retryNow = null;
    }
  }

  async read() {
    this.abort = new AbortController();
    let watchdog = null;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => this.abort.abort(), SILENCE);
    };
    alive();
    try {
      const headers = { Accept: "text/event-stream", ...(this.lastID ? { "Last-Event-ID": this.lastID } : {}) };
      const response = await fetch(this.url, {
        headers,
        credentials: "same-origin",
        cache: "no-store",
        signal: this.abort.signal,
      });
      if (!response.ok) {
        if ([401, 403, 404].includes(response.status)) {
          this.close();
          this.handlers.refused(response.status);
        }
        return;
      }
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      await this.parse(reader, alive);
    } finally {
      clearTimeout(watchdog);
    }
  }

  async parse(reader, alive) {
    let rest = "",
      event = "",
      data = [];
    for (;;) {
      const { value, done } = await reader.read();
      if (done || this.closed) return;
      alive();
      const lines = (rest + value).split(/\r\n|\n/);
      rest = lines.pop();
      if (rest.length > LONGEST_LINE) throw new Error("an event is too long");
      for (const line of lines) {
        if (line === "") {
          if (data.length) this.dispatch(event || "message", data.join("\n"));
          event = "";
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        if (colon === 0) continue;
        const field = colon < 0 ? line : line.slice(0, colon);
        const content = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "data") data.push(content);
        else if (field === "event") event = content;
        else if (field === "id" && !content.includes("\0")) this.lastID = content;
      }
    }
  }

  dispatch(event, text) {
    this.attempt = 0;
    this.handlers.state("live", 0);
    this.handlers.message(event, text);
  }
}
