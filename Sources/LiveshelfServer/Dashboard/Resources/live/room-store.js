// What is known about a room: a snapshot, kept up to date by its events. Changes reach the screen once a frame.
import { roomPath } from "../base/api.js";
import { later } from "../base/format.js";
import { RoomStream } from "./room-stream.js";

const KEPT_SIGNALS = 500;

export class RoomStore {
  /** `changed(changes)`: a set of member names, `products/SKU` for each changed product, `link` for the connection. */
  constructor(room, changed, refused) {
    this.room = room;
    this.changed = changed;
    /** @type {API.RoomView | null} */
    this.view = null;
    this.link = "connecting";
    this.attempt = 0;
    this.receivedAt = 0;
    this.receivedTime = null;
    /** @type {Map<string, API.Product>} */
    this.products = new Map();
    /** @type {Map<string, API.Signal>} */
    this.signals = new Map();
    this.changes = new Set();
    this.scheduled = false;
    this.orderListeners = new Set();
    this.stream = new RoomStream(roomPath(room, "events"), {
      message: (event, data) => this.take(event, data),
      state: (state, attempt) => this.setLink(state, attempt),
      refused,
    });
  }

  close() {
    this.stream.close();
    this.closed = true;
  }

  setLink(state, attempt) {
    if (this.link === state && this.attempt === attempt) return;
    this.link = state;
    this.attempt = attempt;
    this.note("link");
  }

  take(event, data) {
    const whole = event === "snapshot";
    if (!whole && (event !== "update" || !this.view)) return;
    this.receivedAt = performance.now();
    this.receivedTime = new Date();
    if (whole) {
      this.products.clear();
      this.signals.clear();
      this.view = /** @type {any} */ ({});
    }
    const { products, signals, catalog, ...scalars } = data;
    for (const [name, value] of Object.entries(scalars)) {
      this.view[name] = value;
      this.note(name);
    }
    for (const product of products ?? []) this.takeProduct(product, whole);
    for (const signal of signals ?? []) this.signals.set(signal.cloudevent.id, signal);
    while (this.signals.size > KEPT_SIGNALS) this.signals.delete(this.signals.keys().next().value);
    if (catalog) this.keepOnly(catalog);
    if ("now" in data || whole) this.putOnStage(data.now?.sku ?? null);
    if (products?.length) this.note("products");
    if (signals?.length || whole) this.note("signals");
    if (whole) this.note("snapshot");
  }

  /** The catalog has changed: products that left it go. */
  keepOnly(skus) {
    this.products = new Map(skus.filter((sku) => this.products.has(sku)).map((sku) => [sku, this.products.get(sku)]));
    this.note("products");
    this.note("snapshot");
  }

  /** Only one product is on stage: the one that the room says. */
  putOnStage(sku) {
    for (const product of this.products.values()) {
      const presenting = product.sku === sku;
      if (Boolean(product.presenting) === presenting) continue;
      this.products.set(product.sku, { ...product, presenting });
      this.note(`products/${product.sku}`);
      this.note("products");
    }
  }

  takeProduct(product, whole) {
    const before = this.products.get(product.sku);
    this.products.set(product.sku, product);
    this.note(`products/${product.sku}`);
    if (!whole) for (const listener of this.orderListeners) listener(product, before, this.view.stream_time);
  }

  note(change) {
    this.changes.add(change);
    if (this.scheduled) return;
    this.scheduled = true;
    // A hidden page gets no frames; a timer then keeps what is known in order without drawing.
    const run = () => {
      this.scheduled = false;
      const changes = this.changes;
      this.changes = new Set();
      if (!this.closed) this.changed(changes);
    };
    if (document.hidden) setTimeout(run, 250);
    else requestAnimationFrame(run);
  }

  /** The moment of the show, in seconds of its stream: runs on between two updates while the show is live. */
  streamTime() {
    const time = this.view?.stream_time;
    if (time === undefined || time === null) return null;
    const isRunning = this.view.state === "live" && this.link === "live";
    return isRunning ? time + Math.min(15, (performance.now() - this.receivedAt) / 1000) : time;
  }

  /** The show's clock now, RFC 3339 in the show's zone; null before anything is known. */
  clock() {
    const { clock, stream_time: time } = this.view ?? {};
    return clock ? later(clock, this.streamTime() - time) : null;
  }

  /** @returns {API.Card[]} cards that wait for somebody, the most pressing first. */
  asking() {
    return (this.view?.cards ?? []).filter((card) => card.asks && card.attention === "open");
  }

  /** Signals, the newest first. */
  newestSignals() {
    return [...this.signals.values()].reverse();
  }
}
