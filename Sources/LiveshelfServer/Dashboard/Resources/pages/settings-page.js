// Settings: of this device, and the thresholds of the server's advice.
import { get, mayOperate, put } from "../base/api.js";
import { choice, el, emptyState, panel, setAttribute, setText } from "../base/elements.js";
import { preference, setPreference } from "../base/preferences.js";
import { t } from "../base/texts.js";
import { playAlert } from "../live/sound.js";
import { Exceptions } from "./exceptions.js";
import { FIELDS, ThresholdField } from "./threshold-fields.js";

class SettingsPage {
  constructor(context) {
    this.context = context;
    this.title = t("nav/settings");
    const device = panel("device", t("settings/screen"), el("p", { class: "note" }, t("settings/screenNote")));
    const line = (title, ...controls) =>
      el(
        "div",
        { class: "setting" },
        el("span", { class: "setting-name" }, title),
        el("div", { class: "setting-control" }, controls),
      );
    const onOff = [
      ["on", t("settings/on")],
      ["off", t("settings/off")],
    ];
    device.element.append(
      line(
        t("settings/language"),
        choice(
          t("settings/language"),
          [
            ["zh", "中文"],
            ["en", "English"],
          ],
          preference("language"),
          (value) => setPreference("language", value),
        ),
      ),
      line(
        t("settings/theme"),
        choice(
          t("settings/theme"),
          ["auto", "light", "dark"].map((name) => [name, t(`theme/${name}`)]),
          preference("theme"),
          (value) => setPreference("theme", value),
        ),
      ),
      line(
        t("settings/sound"),
        choice(t("settings/sound"), onOff, preference("sound"), (value) => setPreference("sound", value)),
        el(
          "button",
          { type: "button", class: "quiet", onclick: () => playAlert("critical", true) },
          t("settings/soundTest"),
        ),
      ),
      line(
        t("settings/shortcuts"),
        choice(t("settings/shortcuts"), onOff, preference("shortcuts"), (value) => setPreference("shortcuts", value)),
      ),
    );
    const thresholds = panel(
      "thresholds",
      t("settings/thresholds"),
      el("p", { class: "note" }, t("settings/thresholdsNote")),
    );
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
      this.body.replaceChildren(
        emptyState(t("settings/load", { message: error.message })),
        el("button", { type: "button", class: "quiet", onclick: () => this.load() }, t("error/retry")),
      );
    }
  }

  showForm() {
    const readOnly = !mayOperate();
    this.fields = [];
    const groups = Object.entries(FIELDS).map(([group, fields]) =>
      el(
        "fieldset",
        { class: "threshold-group" },
        el("legend", null, t(`settings/groups/${group}`)),
        fields.map((shape) => {
          const path = group === "timing" ? [shape[0]] : ["thresholds", shape[0]];
          const holder = group === "timing" ? this.settings : (this.settings.thresholds ?? {});
          const field = new ThresholdField(shape, path, holder[shape[0]], { readOnly });
          this.fields.push(field);
          return field.element;
        }),
      ),
    );
    this.exceptions = new Exceptions(this.settings, this.context.products(), readOnly, () => this.changed());
    this.message = el("p", { class: "form-message", role: "status" });
    this.saveButton = el("button", { type: "submit", class: "primary", disabled: true }, t("settings/save"));
    this.resetButton = el(
      "button",
      { type: "button", class: "quiet", disabled: true, onclick: () => this.showForm() },
      t("settings/reset"),
    );
    const form = el(
      "form",
      {
        novalidate: true,
        oninput: () => this.changed(),
        onsubmit: (event) => {
          event.preventDefault();
          this.save();
        },
      },
      el("div", { class: "threshold-groups" }, groups),
      this.exceptions.element,
      readOnly
        ? el("p", { class: "note" }, t("settings/readOnly"))
        : el("div", { class: "form-foot" }, this.saveButton, this.resetButton, this.message),
    );
    this.body.replaceChildren(form);
  }

  get allFields() {
    return [...this.fields, ...this.exceptions.fields];
  }

  changed() {
    for (const field of this.allFields) if (field.input.getAttribute("aria-invalid")) field.mark(field.fault());
    const differs = this.exceptions.differs || this.fields.some((field) => field.value !== field.original);
    this.saveButton.disabled = this.resetButton.disabled = !differs;
    setText(this.message, differs ? t("settings/unsaved") : "");
    setAttribute(this.message, "data-level", null);
  }

  async save() {
    const wrong = this.allFields.filter((field) => {
      const fault = field.fault();
      field.mark(fault);
      return fault;
    });
    if (wrong.length) return wrong[0].input.focus();
    const wanted = { ...structuredClone(this.settings), ...this.exceptions.values() };
    for (const { path, name, value } of this.fields) {
      const holder = path.length === 1 ? wanted : (wanted.thresholds ??= {});
      if (value === null) delete holder[name];
      else holder[name] = value;
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
      const place = error.field ?? "";
      const field =
        this.allFields.find((one) => one.path.join(".") === place) ??
        this.allFields.find((one) => place.split(/[./]/).at(-1) === one.name);
      if (field) {
        field.mark(error.message);
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
