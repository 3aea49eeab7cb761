// Keys that work everywhere but in fields. They can be switched off (WCAG 2.1, criterion 2.1.4).
import { preference, setPreference } from "../base/preferences.js";

const THEMES = { auto: "light", light: "dark", dark: "auto" };

/** `actions`: `go(page)`, `help()`, `toggleWall()`, `page()` for the page that is shown. */
export function listenToKeys(actions) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (event.key === "Escape") {
      if (document.querySelector("dialog[open]")) return;
      if (target.matches("input, select, textarea")) return target.blur();
      if (preference("wall") === "on") actions.toggleWall();
      return;
    }
    if (preference("shortcuts") !== "on" || target.matches("input, select, textarea")) return;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    const act = keyAction(event.key, actions, target);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function keyAction(key, actions, target) {
  const page = actions.page();
  const signals = page?.signals;
  const row = signals?.chosenRow();
  const toggle = (name) => () => setPreference(name, preference(name) === "on" ? "off" : "on");
  switch (key.toLowerCase()) {
    case "1":
      return () => actions.go("overview");
    case "2":
      return () => actions.go("curves");
    case "3":
      return () => actions.go("shows");
    case "4":
      return () => actions.go("settings");
    case "0":
      return () => actions.go("rooms");
    case "w":
      return () => actions.toggleWall();
    case "v":
      return toggle("sound");
    case "t":
      return () => setPreference("theme", THEMES[preference("theme")]);
    case "l":
      return () => setPreference("language", preference("language") === "zh" ? "en" : "zh");
    case "?":
      return () => actions.help();
    case "/":
      return page?.shelf ? () => page.shelf.focusSearch() : null;
    case "j":
      return signals ? () => signals.step(1) : null;
    case "k":
      return signals ? () => signals.step(-1) : null;
    case "a":
      return row?.actions.childElementCount ? () => row.acknowledge() : null;
    case "u":
      return signals?.done ? () => signals.takeBack() : null;
    case "m":
      return row?.actions.childElementCount ? () => row.mute(15) : null;
    case "s":
      return row?.actions.childElementCount ? () => row.askAssign() : null;
    case " ":
      return page?.togglePlay && !target.matches("button, a, [role=slider]") ? () => page.togglePlay() : null;
    default:
      return null;
  }
}
