// Timelines of a room's products: fetched once, then carried on by the room's events; forecasts are fetched anew.
import { get, roomPath } from "../base/api.js";

const BIN = 10;
const REFRESH = 30000;
const RETRY = 5000;
const AT_ONCE = 3;

export class Timelines {
  constructor(store) {
    this.store = store;
    this.entries = new Map();
    this.waiting = [];
    this.running = 0;
    this.listener = (product, before, time) => this.carryOn(product, before, time);
    store.orderListeners.add(this.listener);
  }

  close() {
    this.store.orderListeners.delete(this.listener);
    this.waiting = [];
    this.closed = true;
  }

  /** The timeline as far as it is known, or null; asks for it, and for a fresh forecast, when that is due. */
  of(sku) {
    let entry = this.entries.get(sku);
    if (!entry) this.entries.set(sku, (entry = { data: null, askedAt: -Infinity, error: null, version: 0 }));
    const isDue = performance.now() - entry.askedAt > REFRESH;
    if (isDue && !document.hidden && this.store.link === "live") {
      entry.askedAt = performance.now() - Math.random() * REFRESH * 0.2; // so that not all are due at once
      this.waiting.push([sku, entry]);
      this.pump();
    }
    return entry;
  }

  /** After the connection was lost: what happened meanwhile is fetched, not guessed. */
  refreshAll() {
    for (const entry of this.entries.values()) entry.askedAt = -Infinity;
  }

  pump() {
    while (this.running < AT_ONCE && this.waiting.length && !this.closed) {
      const [sku, entry] = this.waiting.shift();
      this.running += 1;
      get(`${roomPath(this.store.room, "products", sku, "timeline")}?bin=${BIN}`)
        .then((data) => Object.assign(entry, { data, error: null, version: entry.version + 1 }))
        .catch((error) => Object.assign(entry, { error, askedAt: performance.now() - REFRESH + RETRY }))
        .finally(() => {
          this.running -= 1;
          this.pump();
        });
    }
  }

  /** Adds to the newest bin what a product's new figures say. */
  carryOn(product, before, time) {
    const entry = this.entries.get(product.sku);
    if (!entry?.data || !before || typeof time !== "number") return;
    const data = entry.data;
    const index = Math.floor((time - data.start) / data.bin_s);
    if (index < 0 || index > 100000) return;
    extend(data, index, before.available);
    data.units[index] += Math.max(0, product.units - before.units);
    data.orders[index] += Math.max(0, product.orders - before.orders);
    data.comments[index] += Math.max(0, product.comments - before.comments);
    data.available[index] = product.available;
    if (product.presenting) data.presenting[index] = 1;
    entry.version += 1;
  }

  /** Lets the bins reach the present while nothing happens. */
  reachPresent(entry, product, time) {
    if (!entry.data || time === null) return;
    extend(entry.data, Math.floor((time - entry.data.start) / entry.data.bin_s), product?.available ?? null);
    if (product?.presenting) entry.data.presenting[entry.data.presenting.length - 1] = 1;
  }
}

function extend(data, index, available) {
  if (index > 100000) return;
  for (const name of ["units", "orders", "presenting", "mentions", "comments"]) {
    while (data[name].length <= index) data[name].push(0);
  }
  // Empty: no stock was known so far, and what is known of it begins now.
  if (!data.available.length) data.available = data.units.slice(0, -1).map(() => null);
  while (data.available.length <= index) data.available.push(available);
}
