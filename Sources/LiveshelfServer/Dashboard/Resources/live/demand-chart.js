// A product's demand: units a minute as they were, as they are expected with a band, and when the stock should run out.
// Drawn by uPlot, which is loaded when the first chart is wanted.
import { el } from "../base/elements.js";
import { later, rate, stopwatch, timeOfDay } from "../base/format.js";
import { t } from "../base/texts.js";

let library = null;

function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    if (globalThis.uPlot) return resolve(globalThis.uPlot);
    const script = el("script", { src: "assets/vendor/uPlot.iife.js" });
    script.addEventListener("load", () => resolve(globalThis.uPlot));
    script.addEventListener("error", () => {
      library = null;
      reject(new Error("uPlot"));
    });
    document.head.append(script);
  });
  return library;
}

/** Colours of the theme, for the canvas.
    @returns {Record<string, any> & { rem: number, font: string }} */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ink", "muted", "line", "accent", "cool", "bad", "warn", "card", "good", "band"];
  const found = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return { ...found, rem: parseFloat(style.fontSize), font: getComputedStyle(document.body).fontFamily };
}

/** Sums bins of `from` seconds into bins of `to` seconds.
    @param {number[]} values @param {number} from @param {number} to @returns {[number[], number]} */
function rebinned(values, from, to) {
  const step = Math.max(1, Math.round(to / from));
  const sums = [];
  for (let i = 0; i < values.length; i += step) {
    let sum = 0;
    for (let j = i; j < Math.min(values.length, i + step); j += 1) sum += values[j];
    sums.push(sum);
  }
  return [sums, step * from];
}

/** The aligned columns that uPlot draws: time, actual, upper end, lower end, median, stock. */
function columns(data, options, now) {
  const [units, width] = rebinned(data.units, data.bin_s, options.bin);
  const step = Math.round(width / data.bin_s);
  const rows = [[], [], [], [], [], []];
  const put = (...values) => values.forEach((value, i) => rows[i].push(value));
  const first = options.back === null ? 0 : Math.max(0, Math.floor((now - options.back - data.start) / width) - 1);
  let last = 0;
  for (let i = first; i < units.length; i += 1) {
    const begin = data.start + i * width;
    const isOpen = begin + width > now;
    // The bin that is being filled is shown once a third of it has passed, at its pace so far.
    if (isOpen && now - begin < width / 3) break;
    const length = isOpen ? now - begin : width;
    last = (units[i] * 60) / Math.max(1, length);
    put(
      begin + length / 2,
      last,
      null,
      null,
      null,
      data.available[Math.min(data.available.length - 1, (i + 1) * step - 1)] ?? null,
    );
  }
  const forecast = data.forecast;
  if (!forecast || !options.ahead) return rows;
  const scale = 60 / forecast.bin_s;
  const stock = data.available.at(-1) ?? null;
  put(now, null, last, last, last, stock);
  forecast.p50.forEach((median, i) => {
    const middle = forecast.start + (i + 0.5) * forecast.bin_s;
    if (middle <= now + 5 || middle > now + options.ahead + forecast.bin_s) return;
    put(middle, null, forecast.hi[i] * scale, forecast.lo[i] * scale, median * scale, null);
  });
  return rows;
}

export class DemandChart {
  /** `options`: `back` and `ahead` in seconds (`back` null: from the start), `bin` in seconds, `isDetailed`, `label`. */
  constructor(options) {
    /** @type {string | undefined} */
    this.sku = undefined;
    this.options = options;
    this.element = el("div", { class: "chart", role: "img", "aria-label": options.label ?? "" });
    this.plot = null;
    this.key = "";
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.element);
  }

  destroy() {
    this.resizing.disconnect();
    this.plot?.destroy();
    this.plot = null;
    this.destroyed = true;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (this.plot && width > 0 && height > 0 && (this.plot.width !== width || this.plot.height !== height)) {
      this.plot.setSize({ width, height });
    }
  }

  /** Shows what is known; does nothing when no pixel would change. */
  async show(entry, now, startedAt) {
    if (!entry.data || now === null || this.destroyed) return;
    const pixel = ((this.options.back ?? now) + this.options.ahead) / Math.max(100, this.element.clientWidth);
    const key = `${entry.version}/${Math.floor(now / Math.max(1, pixel))}/${this.options.bin}/${this.options.back}`;
    if (key === this.key) return;
    this.key = key;
    this.data = entry.data;
    this.now = now;
    this.startedAt = startedAt;
    const rows = columns(entry.data, this.options, now);
    if (!this.plot) {
      if (this.isMaking) return;
      this.isMaking = true;
      let Plot;
      try {
        Plot = await loadLibrary();
      } catch (error) {
        console.info("charts come later:", error.message);
        this.isMaking = false;
        this.key = "";
        return;
      }
      if (this.destroyed || this.element.clientWidth === 0) {
        this.isMaking = false;
        this.key = "";
        return;
      }
      this.plot = new Plot(this.settings(Plot), rows, this.element);
      this.isMaking = false;
      return;
    }
    this.plot.setData(rows);
  }

  settings(Plot) {
    const { isDetailed } = this.options;
    const c = (this.c = colours());
    const size = Math.round(c.rem * 0.72);
    const text = `${size}px ${c.font}`;
    const thick = ((isDetailed ? 2 : 1.6) * c.rem) / 16;
    const straight = Plot.paths.linear();
    const axis = {
      stroke: c.muted,
      font: text,
      ticks: { show: false },
      gap: Math.round(size * 0.4),
      grid: { stroke: c.line, width: 1 },
    };
    const wallTime = (seconds) =>
      this.startedAt ? timeOfDay(later(this.startedAt, seconds), false) : stopwatch(seconds);
    // A label at the edge of a small chart would be cut in half.
    const isInside = (plot, tick) => {
      const { min, max } = plot.scales.x;
      const at = ((tick - min) / (max - min)) * plot.width;
      return at > size * 1.6 && at < plot.width - size * 1.6;
    };
    return {
      width: this.element.clientWidth,
      height: this.element.clientHeight,
      legend: { show: false },
      cursor: isDetailed ? { y: false, points: { show: false } } : { show: false },
      padding: [Math.round(size * 0.8), isDetailed ? null : 2, isDetailed ? null : 0, isDetailed ? null : 2],
      scales: {
        x: {
          time: false,
          range: () => [
            this.options.back === null ? 0 : Math.max(this.now - this.options.back, isDetailed ? 0 : -Infinity),
            this.now + this.options.ahead,
          ],
        },
        y: { range: (plot, low, high) => [0, Math.max(1, (high ?? 1) * 1.12)] },
        stock: { range: (plot, low, high) => [Math.min(0, low ?? 0), Math.max(1, (high ?? 1) * 1.05)] },
      },
      axes: [
        {
          ...axis,
          size: Math.round(size * 1.9),
          space: size * 7,
          values: (plot, ticks) => ticks.map((tick) => (isDetailed || isInside(plot, tick) ? wallTime(tick) : "")),
          incrs: [60, 120, 300, 600, 900, 1800, 3600, 7200, 14400],
          grid: { show: isDetailed, stroke: c.line, width: 1 },
        },
        {
          ...axis,
          show: isDetailed,
          size: Math.round(size * 3.4),
          values: (plot, ticks) => ticks.map((value) => rate(value)),
        },
        {
          ...axis,
          show: isDetailed,
          scale: "stock",
          side: 1,
          size: Math.round(size * 4.2),
          stroke: c.cool,
          grid: { show: false },
          values: (plot, ticks) => ticks.map((value) => rate(value)),
        },
      ],
      series: [
        {},
        { stroke: c.ink, width: thick, fill: c.band, points: { show: false }, paths: straight },
        { stroke: "transparent", width: 0, points: { show: false }, paths: straight },
        { stroke: "transparent", width: 0, points: { show: false }, paths: straight },
        { stroke: c.accent, width: thick, dash: [3 * thick, 2 * thick], points: { show: false }, paths: straight },
        {
          show: isDetailed,
          scale: "stock",
          stroke: c.cool,
          width: 1.6,
          points: { show: false },
          paths: Plot.paths.stepped({ align: -1 }),
        },
      ],
      bands: [{ series: [2, 3], fill: `color-mix(in srgb, ${c.accent} 20%, transparent)` }],
      hooks: {
        drawClear: [(plot) => this.drawPresenting(plot)],
        draw: [(plot) => this.drawMarks(plot)],
        setCursor:
          isDetailed && this.options.pointed
            ? [(plot) => this.options.pointed(plot.cursor.idx, plot.data, wallTime)]
            : [],
      },
    };
  }

  drawPresenting(plot) {
    const { presenting, bin_s: bin, start } = this.data;
    const { left, top, width, height } = plot.bbox;
    const context = plot.ctx;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.fillStyle = `color-mix(in srgb, ${this.c.cool} 18%, transparent)`;
    for (let i = 0; i < presenting.length; i += 1) {
      if (presenting[i] < 0.5) continue;
      let end = i;
      while (end + 1 < presenting.length && presenting[end + 1] >= 0.5) end += 1;
      const from = plot.valToPos(start + i * bin, "x", true);
      const to = plot.valToPos(Math.min(this.now, start + (end + 1) * bin), "x", true);
      if (to > left) context.fillRect(from, top, to - from, height);
      i = end;
    }
    context.restore();
  }

  /** A small chart has no scale at its side: the highest value that it shows is written on it. */
  drawPeak(plot, context) {
    const peak = plot.data[1].reduce((most, value) => Math.max(most, value ?? 0), 0);
    if (peak <= 0) return;
    const { left, width } = plot.bbox;
    const y = plot.valToPos(peak, "y", true);
    context.setLineDash([]);
    context.strokeStyle = this.c.line;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    context.stroke();
    context.font = `${Math.round(this.c.rem * 0.72 * (devicePixelRatio || 1))}px ${this.c.font}`;
    context.fillStyle = this.c.muted;
    context.textAlign = "left";
    const isLow = y > plot.bbox.top + plot.bbox.height * 0.6;
    context.textBaseline = isLow ? "bottom" : "top";
    const text = `${rate(peak)} ${t("curves/perMinute")}`;
    context.strokeStyle = this.c.card;
    context.lineWidth = 4;
    context.strokeText(text, left + 2, isLow ? y - 3 : y + 3);
    context.fillText(text, left + 2, isLow ? y - 3 : y + 3);
  }

  drawMarks(plot) {
    const { left, top, width, height } = plot.bbox;
    const context = plot.ctx;
    const ratio = devicePixelRatio || 1;
    const inside = (x) => x >= left && x <= left + width;
    context.save();
    context.lineWidth = Math.max(1, ratio);
    const now = plot.valToPos(this.now, "x", true);
    context.strokeStyle = this.c.muted;
    context.setLineDash([2 * ratio, 3 * ratio]);
    context.beginPath();
    context.moveTo(now, top);
    context.lineTo(now, top + height);
    context.stroke();
    if (!this.options.isDetailed) this.drawPeak(plot, context);
    const stockout = this.data.stockout;
    if (stockout && this.options.ahead) {
      const base = this.data.forecast?.start ?? this.now;
      const [low, at, high] = [stockout.lo_s, stockout.eta_s, stockout.hi_s].map((s) =>
        plot.valToPos(base + s, "x", true),
      );
      context.fillStyle = this.c.bad;
      context.globalAlpha = 0.16;
      const from = Math.max(left, low),
        to = Math.min(left + width, high);
      if (to > from) context.fillRect(from, top, to - from, height);
      context.globalAlpha = 1;
      if (inside(at)) {
        context.setLineDash([]);
        context.strokeStyle = this.c.bad;
        context.lineWidth = 2 * ratio;
        context.beginPath();
        context.moveTo(at, top);
        context.lineTo(at, top + height);
        context.stroke();
        const size = 5 * ratio;
        context.beginPath();
        context.moveTo(at - size, top);
        context.lineTo(at + size, top);
        context.lineTo(at, top + size * 1.4);
        context.fill();
      }
    }
    context.restore();
  }
}

/** Draws charts when they are on screen, a few in each frame, and none while the page is hidden. */
export class ChartBoard {
  constructor(drawOne, interval = 2000) {
    this.drawOne = drawOne;
    this.charts = new Set();
    this.visible = new Set();
    this.queue = [];
    this.seeing = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const chart = /** @type {any} */ (entry.target).demandChart;
          if (entry.isIntersecting) {
            this.visible.add(chart);
            this.enqueue([chart]);
          } else this.visible.delete(chart);
        }
      },
      { rootMargin: "80px" },
    );
    this.timer = setInterval(() => this.enqueue(this.visible), interval);
  }

  add(chart) {
    chart.element.demandChart = chart;
    this.charts.add(chart);
    this.seeing.observe(chart.element);
  }

  remove(chart) {
    this.seeing.unobserve(chart.element);
    this.charts.delete(chart);
    this.visible.delete(chart);
    chart.destroy();
  }

  enqueue(charts) {
    if (document.hidden) return;
    for (const chart of charts) if (!this.queue.includes(chart)) this.queue.push(chart);
    this.pump();
  }

  pump() {
    if (this.isPumping || !this.queue.length) return;
    this.isPumping = true;
    requestAnimationFrame(() => {
      this.isPumping = false;
      for (const chart of this.queue.splice(0, 4)) if (this.charts.has(chart)) this.drawOne(chart);
      this.pump();
    });
  }

  destroy() {
    clearInterval(this.timer);
    this.seeing.disconnect();
    for (const chart of this.charts) chart.destroy();
    this.charts.clear();
    this.visible.clear();
    this.queue = [];
  }
}
