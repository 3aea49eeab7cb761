// A show on one axis: all orders, signals, and for each product its orders, when it was presented and when it was out.
import { el } from "../base/elements.js";
import { later, number, shortName, timeOfDay } from "../base/format.js";
import { t } from "../base/texts.js";
import { colours } from "../live/demand-chart.js";
import { gravityOf, isActionable } from "../live/signal-texts.js";

const STEPS = [60, 300, 600, 900, 1800, 3600, 7200];
const GRAVITY_COLOURS = { critical: "bad", warning: "warn", good: "good", question: "cool", calm: "muted" };

export class ShowAxis {
  /** `moved(position)`: somebody chose a moment, in seconds of the stream. */
  constructor(moved) {
    this.moved = moved;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.veil = el("div", { class: "axis-veil" });
    this.head = el("div", { class: "axis-head" });
    this.element = el(
      "div",
      { class: "axis", tabindex: "0", role: "slider", "aria-label": t("shows/chartLabel"), "aria-valuemin": "0" },
      this.canvas,
      this.veil,
      this.head,
    );
    this.element.addEventListener("pointerdown", (event) => {
      if (event.offsetX < this.left) return;
      this.element.setPointerCapture(event.pointerId);
      this.point(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (event.buttons) this.point(event);
    });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.resizing = new ResizeObserver(() => this.draw());
    this.resizing.observe(this.element);
    this.position = 0;
  }

  destroy() {
    this.resizing.disconnect();
  }

  point(event) {
    const box = this.element.getBoundingClientRect();
    this.moved(this.timeAt(event.clientX - box.left));
  }

  key(event) {
    const step = event.shiftKey ? 300 : 30;
    const to = { ArrowLeft: this.position - step, ArrowRight: this.position + step, Home: 0, End: this.length }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    this.moved(Math.max(0, Math.min(this.length, to)));
  }

  timeAt(x) {
    return Math.max(0, Math.min(this.length, ((x - this.left) / Math.max(1, this.width - this.left)) * this.length));
  }

  show(data, products) {
    this.data = data;
    this.products = products;
    this.length = Math.max(60, data.duration_s);
    this.draw();
  }

  setPosition(position) {
    this.position = position;
    if (!this.data) return;
    const x = this.left + (position / this.length) * (this.width - this.left);
    this.head.style.transform = `translateX(${x.toFixed(1)}px)`;
    this.veil.style.left = `${x.toFixed(1)}px`;
    this.element.setAttribute("aria-valuemax", String(Math.round(this.length)));
    this.element.setAttribute("aria-valuenow", String(Math.round(position)));
    this.element.setAttribute("aria-valuetext", this.wallTime(position));
  }

  wallTime(position) {
    return timeOfDay(later(this.data.started_at, position));
  }

  draw() {
    if (!this.data || !this.element.clientWidth) return;
    const c = colours();
    const unit = c.rem * 0.0625; // one pixel at the usual size
    const width = (this.width = this.element.clientWidth);
    this.left = width < 620 * unit ? 0 : 190 * unit;
    const isNarrow = this.left === 0;
    const rowHeight = (isNarrow ? 44 : 30) * unit;
    const [ruler, orders, signals] = [26 * unit, 64 * unit, 26 * unit];
    const height = ruler + orders + signals + this.products.length * rowHeight + 6 * unit;
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.height = `${height}px`;
    const g = this.canvas.getContext("2d");
    g.scale(ratio, ratio);
    g.font = `${12.5 * unit}px ${c.font}`;
    g.textBaseline = "middle";
    const x = (time) => this.left + (time / this.length) * (width - this.left);
    const label = (text, y, colour = c.muted) => {
      g.fillStyle = colour;
      g.textAlign = "left";
      g.fillText(text, 0, y);
    };
    this.drawRuler(g, c, x, ruler, height, unit);
    const bins = this.totals();
    this.drawBars(g, bins, x, ruler + orders, orders - 10 * unit, c.muted);
    if (!isNarrow) label(`${t("shows/orders")} · ${number(bins.reduce((a, b) => a + b, 0))}`, ruler + orders / 2);
    if (!isNarrow) label(t("shows/signals"), ruler + orders + signals / 2);
    for (const signal of this.data.signals) {
      if (!isActionable(signal)) continue;
      g.fillStyle = c[GRAVITY_COLOURS[gravityOf(signal)]];
      g.beginPath();
      g.arc(x(signal.cloudevent.data?.detected_at ?? 0), ruler + orders + signals / 2, 4 * unit, 0, 7);
      g.fill();
    }
    this.products.forEach((product, i) =>
      this.drawProduct(g, c, x, product, ruler + orders + signals + i * rowHeight, rowHeight, unit, isNarrow),
    );
    this.setPosition(this.position);
  }

  drawRuler(g, c, x, ruler, height, unit) {
    const step = STEPS.find((one) => ((this.width - this.left) / this.length) * one >= 76 * unit) ?? STEPS.at(-1);
    g.strokeStyle = c.line;
    g.lineWidth = 1;
    g.textAlign = "left";
    for (let time = 0; time <= this.length; time += step) {
      g.beginPath();
      g.moveTo(Math.round(x(time)) + 0.5, 4 * unit);
      g.lineTo(Math.round(x(time)) + 0.5, height);
      g.stroke();
      g.fillStyle = c.muted;
      const text = this.wallTime(time).slice(0, 5);
      if (x(time) + 40 * unit < this.width) g.fillText(text, x(time) + 5 * unit, ruler / 2);
    }
  }

  totals() {
    const sums = [];
    for (const product of this.data.products)
      product.orders.forEach((value, i) => {
        sums[i] = (sums[i] ?? 0) + value;
      });
    return sums;
  }

  /** Bins as bars of at least a pixel and a half: neighbours are summed where there are more bins than pixels. */
  drawBars(g, values, x, bottom, height, colour, scale = null) {
    const bin = this.data.bin_s;
    const step = Math.max(1, Math.ceil((2.5 * this.length) / (this.width - this.left) / bin));
    const sums = [];
    for (let i = 0; i < values.length; i += step) sums.push(values.slice(i, i + step).reduce((a, b) => a + b, 0));
    const most = scale ?? Math.max(1, ...sums);
    g.fillStyle = colour;
    sums.forEach((sum, i) => {
      if (!sum) return;
      const from = x(this.data.start + i * step * bin),
        to = x(this.data.start + (i + 1) * step * bin);
      const tall = Math.max(1.5, (sum / most) * height);
      g.fillRect(from, bottom - tall, Math.max(1, to - from - 0.6), tall);
    });
  }

  drawProduct(g, c, x, product, top, height, unit, isNarrow) {
    const bottom = top + height - 3 * unit,
      bars = height - (isNarrow ? 20 : 8) * unit;
    g.fillStyle = c.line;
    g.fillRect(0, top + height - 1, this.width, 1);
    g.fillStyle = `color-mix(in srgb, ${c.accent} 22%, transparent)`;
    for (const talk of this.data.presentations) {
      if (talk.sku !== product.sku) continue;
      const from = x(talk.start),
        to = x(talk.end ?? this.length);
      g.fillRect(from, top + 2 * unit, Math.max(2, to - from), height - 4 * unit);
    }
    this.drawBars(g, product.orders, x, bottom, bars, c.ink);
    g.fillStyle = c.bad;
    product.available.forEach((value, i) => {
      if (value !== null && value <= 0)
        g.fillRect(x(this.data.start + i * this.data.bin_s), bottom, x(this.data.bin_s) - x(0) + 0.5, 3 * unit);
    });
    g.fillStyle = c.ink;
    g.textAlign = "left";
    const name = `${product.link_no ?? "–"} · ${product.product}`;
    g.fillText(
      shortName(name, isNarrow ? 20 : 13),
      isNarrow ? 4 * unit : 0,
      isNarrow ? top + 10 * unit : top + height / 2,
    );
    if (isNarrow) return;
    g.fillStyle = c.muted;
    g.textAlign = "right";
    g.fillText(number(product.orders.reduce((a, b) => a + b, 0)), this.left - 10 * unit, top + height / 2);
  }
}
