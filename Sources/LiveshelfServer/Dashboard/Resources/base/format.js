// Numbers, money, durations and times as people of the chosen language write them.
import { preference } from "./preferences.js";
import { t } from "./texts.js";

const cache = new Map();

function formatter(kind, options) {
  const locale = preference("language") === "zh" ? "zh-CN" : "en-GB";
  const key = locale + kind + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl[kind](locale, options));
  return cache.get(key);
}

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

export const MISSING = "–";

export const number = (value, digits = 0) =>
  isNumber(value) ? formatter("NumberFormat", { maximumFractionDigits: digits }).format(value) : MISSING;

/** Whole from ten on, one decimal below: 4.2, 37. */
export const rate = (value) => number(value, Math.abs(value) < 10 ? 1 : 0);

/** Yuan; from 100,000 on without the cents, or with `whole`. */
export const money = (value, whole = false) =>
  isNumber(value)
    ? formatter("NumberFormat", {
        style: "currency",
        currency: "CNY",
        currencyDisplay: "narrowSymbol",
        minimumFractionDigits: 0,
        maximumFractionDigits: whole || Math.abs(value) >= 1e5 || Number.isInteger(value) ? 0 : 2,
      }).format(value)
    : MISSING;

export const percent = (value, digits = 0) =>
  isNumber(value)
    ? formatter("NumberFormat", { style: "percent", maximumFractionDigits: digits }).format(value)
    : MISSING;

const two = (value) => String(value).padStart(2, "0");

/** Whether nothing is left; stock that nobody has reported is not known to be out. */
export const isOut = (product) => isNumber(product.available) && product.available <= 0;

/** A running clock: `3:07`, `1:02:03`. */
export function stopwatch(seconds) {
  if (!isNumber(seconds)) return MISSING;
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A length in words: `45 秒`, `7 分钟`, `2 小时`. */
export function duration(seconds) {
  if (!isNumber(seconds)) return MISSING;
  const value = Math.max(0, seconds);
  if (value < 90) return t("unit/seconds", { n: number(Math.round(value)) });
  if (value < 5400) return t("unit/minutes", { n: number(Math.round(value / 60)) });
  if (value < 172800) return t("unit/hours", { n: number(value / 3600, value < 36000 ? 1 : 0) });
  return t("unit/days", { n: number(value / 86400, 0) });
}

/** A range of lengths in the unit of its upper end, `5–10 分钟`, or in two units when its lower end would be nothing in that one. */
export function durationRange(low, high) {
  if (!isNumber(low) || !isNumber(high)) return "";
  const [scale, unit] =
    high < 90 ? [1, "seconds"] : high < 5400 ? [60, "minutes"] : high < 172800 ? [3600, "hours"] : [86400, "days"];
  if (scale > 1 && low > 0 && low < scale) return `${duration(low)} – ${duration(high)}`;
  const digits = unit === "hours" && high < 36000 ? 1 : 0;
  const ends = [low, high].map((value) => number(Math.max(0, value) / scale, digits));
  return t(`unit/${unit}`, { n: ends[0] === ends[1] ? ends[0] : ends.join("–") });
}

// Times are shown as the clocks of the show have them, wherever the browser is: in the zone that their text carries.
const ZONE = /([+-])(\d\d):?(\d\d)$/;

/** Minutes by which a text's clock is ahead of UTC; null: it names no zone. */
function zoneOf(text) {
  const found = ZONE.exec(text);
  if (found) return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
  return text.endsWith("Z") ? 0 : null;
}

/** The moment so many seconds after a text's, as a text in the same zone; null without a usable text. */
export function later(text, seconds) {
  const time = text ? new Date(text).getTime() : NaN;
  if (Number.isNaN(time)) return null;
  const zone = zoneOf(text) ?? 0,
    sign = zone < 0 ? "-" : "+",
    minutes = Math.abs(zone);
  const local = new Date(time + seconds * 1000 + zone * 60000).toISOString().slice(0, -1);
  return `${local}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `text`: RFC 3339; a `Date` is shown in the browser's own zone. */
function formatTime(text, options) {
  const isDate = text instanceof Date;
  const time = isDate ? text.getTime() : text ? new Date(text).getTime() : NaN;
  if (Number.isNaN(time)) return MISSING;
  const zone = isDate ? null : zoneOf(text);
  return zone === null
    ? formatter("DateTimeFormat", options).format(time)
    : formatter("DateTimeFormat", { ...options, timeZone: "UTC" }).format(time + zone * 60000);
}

export const timeOfDay = (text, withSeconds = true) =>
  formatTime(text, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(withSeconds ? { second: "2-digit" } : {}),
  });

export const dateAndTime = (text) =>
  formatTime(text, {
    month: "short",
    day: "numeric",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

/** A warehouse's name without what every one of them is called by. */
export const shortName = (text, length = 12) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
