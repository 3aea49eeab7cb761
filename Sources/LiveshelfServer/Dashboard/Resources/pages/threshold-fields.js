// The thresholds that can be set, and a field for one of them.
import { el, setAttribute, setText } from "../base/elements.js";
import { t, unitOf } from "../base/texts.js";

// Groups of fields: name, lowest, highest. `timing` lies at the top of the settings, the others in `thresholds`.
/** @type {Record<string, [string, number, number][]>} */
export const FIELDS = {
  stockout: [
    ["stockoutHorizon", 60, 2592000],
    ["stockoutProbability", 0.01, 1],
    ["stockoutDoubt", 0, 1],
    ["stockoutSlack", 0, 86400],
    ["nearSharpness", 0, 1],
    ["farSharpness", 0, 1],
  ],
  demand: [
    ["surgeOrders", 1, 1000000],
    ["surgeProbability", 0, 1],
    ["slowDaysOfCover", 0, 100000],
    ["slowResponseShare", 0, 1],
    ["restAfterPresentation", 0, 86400],
  ],
  replenishment: [
    ["leadTimeDays", 0.01, 365],
    ["reviewDays", 0, 365],
    ["sellingHoursPerDay", 0.1, 24],
    ["serviceLevel", 0.5, 0.9999],
    ["marginShare", 0, 1],
    ["leftoverLossShare", 0, 1],
  ],
  warehouse: [
    ["warehouseHorizon", 60, 2592000],
    ["warehouseProbability", 0.01, 1],
  ],
  timing: [
    ["updateInterval", 0, 86400],
    ["coolDown", 0, 86400],
    ["busyInterval", 0.1, 3600],
    ["idleInterval", 0.1, 3600],
  ],
};

// What the server's ThresholdOverrides has: the others hold for all products alike.
const OVERRIDABLE = new Set([
  "stockoutHorizon",
  "stockoutProbability",
  "warehouseHorizon",
  "warehouseProbability",
  "leadTimeDays",
  "reviewDays",
  "sellingHoursPerDay",
  "serviceLevel",
  "marginShare",
  "leftoverLossShare",
  "slowDaysOfCover",
  "restAfterPresentation",
]);

/** What may differ for a category or a product. */
export const EXCEPTIONAL = Object.values(FIELDS)
  .flat()
  .filter(([name]) => OVERRIDABLE.has(name));

/** A number that may be left empty, with what is wrong with it below. `path`: where the settings have it. */
export class ThresholdField {
  constructor([name, low, high], path, value, { readOnly = false, tools = null } = {}) {
    const id = `threshold-${path.join("-").replace(/[^\p{L}\p{N}_-]/gu, "_")}`;
    this.name = name;
    this.low = low;
    this.high = high;
    this.path = path;
    this.original = value ?? null;
    this.input = el("input", {
      id,
      name,
      inputmode: "decimal",
      autocomplete: "off",
      readonly: readOnly,
      value: value ?? "",
      "aria-describedby": `${id}-note ${id}-error`,
    });
    this.error = el("p", { class: "field-error", id: `${id}-error` });
    this.element = el(
      "div",
      { class: "threshold" },
      el("label", { for: id }, t(`threshold/${name}`)),
      el(
        "div",
        { class: "threshold-input" },
        this.input,
        el("span", { class: "note", id: `${id}-note` }, unitOf(`threshold/${name}`)),
        tools,
      ),
      this.error,
    );
  }

  get value() {
    const text = this.input.value.trim();
    return text === "" ? null : Number(text.replace(",", "."));
  }

  fault() {
    const { value } = this;
    if (value === null) return null;
    if (!Number.isFinite(value)) return t("settings/notNumber");
    return value < this.low || value > this.high ? t("settings/outOfRange", { low: this.low, high: this.high }) : null;
  }

  mark(message) {
    setText(this.error, message ?? "");
    setAttribute(this.input, "aria-invalid", message ? "true" : null);
  }
}
