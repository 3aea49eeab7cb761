// Settings: of this device, and the thresholds of the server's advice.
import { get, mayOperate, put } from "../base/api.js";
import { choice, el, emptyState, panel, setAttribute, setText } from "../base/elements.js";
import { preference, setPreference } from "../base/preferences.js";
import { t, unitOf } from "../base/texts.js";
import { playAlert } from "../live/sound.js";

// Groups of fields: name, lowest, highest. `timing` lies at the top of the settings, the others in `thresholds`.
const FIELDS = {
  stockout: [["stockoutHorizon", 60, 2592000], ["stockoutProbability", 0.01, 1], ["stockoutDoubt", 0, 1], ["stockoutSlack", 0, 86400], ["nearSharpness", 0, 1], ["farSharpness", 0, 1]],
  demand: [["surgeOrders", 1, 1000000], ["surgeProbability", 0, 1], ["slowDaysOfCover", 0, 100000], ["slowResponseShare", 0, 1], ["restAfterPresentation", 0, 86400]],
  replenishment: [["leadTimeDays", 0.01, 365], ["reviewDays", 0, 365], ["sellingHoursPerDay", 0.1, 24], ["serviceLevel", 0.5, 0.9999], ["marginShare", 0, 1], ["leftoverLossShare", 0, 1]],
  warehouse: [["warehouseHorizon", 60, 2592000], ["warehouseProbability", 0.01, 1]],
  timing: [["updateInterval", 0, 86400], ["coolDown", 0, 86400], ["busyInterval", 0.1, 3600], ["idleInterval", 0.1, 3600]],
};

class SettingsPage {
  constructor(context) {
    this.context = context;
    this.title = t("nav/settings");
    const device = panel("device", t("settings/screen"), el("p", { class: "note" }, t("settings/screenNote")));
    const line = (title, ...controls) => el("div", { class: "setting" }, el("span", { class: "setting-name" }, title), el("div", { class: "setting-control" }, controls));
    const onOff = [["on", t("settings/on")], ["off", t("settings/off")]];
    device.element.append(
      line(t("settings/language"), choice(t("settings/language"), [["zh", "中文"], ["en", "English"]], preference("language"), (value) => setPreference("language", value))),
      line(t("settings/theme"), choice(t("settings/theme"), ["auto", "light", "dark"].map((name) => [name, t(`theme/${name}`)]), preference("theme"), (value) => setPreference("theme", value))),
      line(t("settings/sound"), choice(t("settings/sound"), onOff, preference("sound"), (value) => setPreference("sound", value)),
        el("button", { type: "button", class: "quiet", onclick: () => playAlert("critical", true) }, t("settings/soundTest"))),
      line(t("settings/shortcuts"), choice(t("settings/shortcuts"), onOff, preference("shortcuts"), (value) => setPreference("shortcuts", value))));
    const thresholds = panel("thresholds", t("settings/thresholds"), el("p", { class: "note" }, t("settings/thresholdsNote")));
    this.body = el("div", null, el("p", { class: "note" }, t("link/connecting")));
    thresholds.element.append(this.body);
    this.element = el("div", { class: "page page-settings" }, device.element, thresholds.element);
    this.load();
  }

  async load() {
    try {
      this.settings = await get("/v1/settings/thresholds");
      this.showForm();
    } catch (error) {
      this.body.replaceChildren(emptyState(t("settings/load", { message: error.message })), el("button", { type: "button", class: "quiet", onclick: () => this.load() }, t("error/retry")));
    }
  }

  showForm() {
    this.fields = new Map();
    const readOnly = !mayOperate();
    const groups = Object.entries(FIELDS).map(([group, fields]) =>
      el("fieldset", { class: "threshold-group" }, el("legend", null, t(`settings/groups/${group}`)), fields.map((field) => this.field(group, field, readOnly))));
    this.message = el("p", { class: "form-message", role: "status" });
    this.saveButton = el("button", { type: "submit", class: "primary", disabled: true }, t("settings/save"));
    this.resetButton = el("button", { type: "button", class: "quiet", disabled: true, onclick: () => this.showForm() }, t("settings/reset"));
    const form = el("form", { novalidate: true, oninput: () => this.changed(), onsubmit: (event) => { event.preventDefault(); this.save(); } },
      el("div", { class: "threshold-groups" }, groups), this.overrides(),
      readOnly ? el("p", { class: "note" }, t("settings/readOnly")) : el("div", { class: "form-foot" }, this.saveButton, this.resetButton, this.message));
    this.body.replaceChildren(form);
  }

  holder(group) {
    if (group === "timing") return this.settings;
    this.settings.thresholds ??= {};
    return this.settings.thresholds;
  }

  field(group, [name, low, high], readOnly) {
    const value = this.holder(group)[name];
    const id = `threshold-${name}`;
    const input = el("input", { id, name, inputmode: "decimal", autocomplete: "off", readonly: readOnly, value: value ?? "", "aria-describedby": `${id}-note ${id}-error` });
    const error = el("p", { class: "field-error", id: `${id}-error` });
    this.fields.set(name, { group, name, low, high, input, error, original: value ?? null });
    return el("div", { class: "threshold" }, el("label", { for: id }, t(`threshold/${name}`)),
      el("div", { class: "threshold-input" }, input, el("span", { class: "note", id: `${id}-note` }, unitOf(`threshold/${name}`))), error);
  }

  /** Exceptions are shown as they are; they are edited in the settings file. */
  overrides() {
    const entries = ["categories", "products"].flatMap((kind) => Object.entries(this.settings[kind] ?? {}));
    return el("details", { class: "overrides" }, el("summary", null, `${t("settings/overrides")} (${entries.length})`),
      entries.length ? el("ul", null, entries.map(([name, values]) => el("li", null, el("b", null, name), " ",
        Object.entries(values).filter(([, value]) => value !== null).map(([key, value]) => `${t(`threshold/${key}`)} ${value}`).join(" · ")))) : el("p", { class: "note" }, t("settings/noOverrides")));
  }

  read(field) {
    const text = field.input.value.trim();
    return text === "" ? null : Number(text.replace(",", "."));
  }

  fault(field) {
    const value = this.read(field);
    if (value === null) return null;
    if (!Number.isFinite(value)) return t("settings/notNumber");
    return value < field.low || value > field.high ? t("settings/outOfRange", { low: field.low, high: field.high }) : null;
  }

  mark(field, message) {
    setText(field.error, message ?? "");
    setAttribute(field.input, "aria-invalid", message ? "true" : null);
  }

  changed() {
    let differs = false;
    for (const field of this.fields.values()) {
      differs ||= this.read(field) !== field.original;
      if (field.input.getAttribute("aria-invalid")) this.mark(field, this.fault(field));
    }
    this.saveButton.disabled = this.resetButton.disabled = !differs;
    setText(this.message, differs ? t("settings/unsaved") : "");
    setAttribute(this.message, "data-level", null);
  }

  async save() {
    const wrong = [...this.fields.values()].filter((field) => {
      const fault = this.fault(field);
      this.mark(field, fault);
      return fault;
    });
    if (wrong.length) return wrong[0].input.focus();
    const wanted = structuredClone(this.settings);
    for (const field of this.fields.values()) {
      const holder = field.group === "timing" ? wanted : (wanted.thresholds ??= {});
      const value = this.read(field);
      if (value === null) delete holder[field.name];
      else holder[field.name] = value;
    }
    this.saveButton.disabled = true;
    setText(this.message, t("settings/saving"));
    try {
      this.settings = (await put("/v1/settings/thresholds", wanted)) ?? wanted;
      this.showForm();
      setText(this.message, t("settings/saved"));
      setAttribute(this.message, "data-level", "good");
    } catch (error) {
      this.saveButton.disabled = false;
      const field = this.fields.get((error.field ?? "").split(/[./]/).at(-1));
      if (field) {
        this.mark(field, error.message);
        field.input.focus();
      }
      setText(this.message, t("settings/failed", { message: error.message }));
      setAttribute(this.message, "data-level", "bad");
    }
  }

  update() {}
  tick() {}
  destroy() {}
}

export const settingsPage = (context) => new SettingsPage(context);
