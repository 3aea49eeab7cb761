// What this browser remembers: language, theme, sound. Listeners hear of every change.
const KEY = "liveshelf.";
const DEFAULTS = {
  language: /^zh\b/i.test(navigator.language) ? "zh" : "en",
  theme: "auto",
  sound: "off",
  shortcuts: "on",
};
const listeners = new Set();

function stored(name) {
  try {
    return localStorage.getItem(KEY + name);
  } catch (error) {
    // Storage is switched off in this browser: preferences then last as long as the page.
    console.info("preferences are not kept:", error.message);
    return null;
  }
}

const values = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, stored(name) ?? DEFAULTS[name]]));
const query = new URLSearchParams(location.search);
/** A wall that nobody touches: no controls, and no keys. */
values.kiosk = query.has("kiosk") ? "on" : "off";
values.wall = query.get("wall") === "1" || query.has("kiosk") ? "on" : "off";

export const preference = (name) => values[name];

export function setPreference(name, value) {
  if (values[name] === value) return;
  values[name] = value;
  if (name === "wall") {
    const address = new URL(location.href);
    if (value === "on") address.searchParams.set("wall", "1");
    else address.searchParams.delete("wall");
    history.replaceState(null, "", address);
  } else {
    try {
      localStorage.setItem(KEY + name, value);
    } catch (error) {
      console.info("preferences are not kept:", error.message);
    }
  }
  applyPreferences();
  for (const listener of listeners) listener(name, value);
}

export function onPreference(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts language, theme and wall mode onto the document. */
export function applyPreferences() {
  const root = document.documentElement;
  root.lang = values.language === "zh" ? "zh-CN" : "en";
  root.classList.toggle("wall", values.wall === "on");
  root.classList.toggle("kiosk", values.kiosk === "on");
  const theme = values.wall === "on" ? "dark" : values.theme;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
}
