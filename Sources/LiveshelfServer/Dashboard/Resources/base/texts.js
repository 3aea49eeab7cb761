// The texts of the screen in the person's language; the other language's are fetched when it is chosen.
import { preference } from "./preferences.js";

const load = async (language) =>
  (language === "zh" ? await import("./texts-zh.js") : await import("./texts-en.js")).default;
const loadDesk = async (language) =>
  (language === "zh" ? await import("./desk-zh.js") : await import("./desk-en.js")).default;

let texts = await load(preference("language"));
let hasDesk = false;

/** After the language has changed. */
export async function loadTexts() {
  texts = await load(preference("language"));
  if (hasDesk) await addDesk();
}

/** Adds the texts of modules that are fetched when they are wanted. */
export async function addDesk() {
  hasDesk = true;
  texts = { ...texts, ...(await loadDesk(preference("language"))) };
}

function find(path) {
  /** @type {any} */
  let text = texts;
  for (const part of path.split("/"))
    text = text !== null && typeof text === "object" && Object.hasOwn(text, part) ? text[part] : undefined;
  return text;
}

export const hasText = (path) => find(path) !== undefined;

/** The text at a path such as `now/title`, with its values filled in. */
export function t(path, values) {
  const text = find(path);
  if (typeof text !== "string") return Array.isArray(text) ? text[0] : path;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}

/** What the server says in both languages of a thing: `reason` or `title`, in the person's. */
export const spoken = (thing, name) => thing?.[preference("language") === "zh" ? `${name}_zh` : name] ?? "";

/** The second part of a text that has two: a threshold's unit. */
export const unitOf = (path) => find(path)?.[1] ?? "";

/** The languages have the same texts: paths that one has and the other lacks. For tests. */
export async function unevenTexts() {
  const paths = (value, path) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.entries(value).flatMap(([name, inner]) => paths(inner, `${path}/${name}`))
      : [path];
  const all = async (language) => new Set(paths({ ...(await load(language)), ...(await loadDesk(language)) }, ""));
  const [zh, en] = [await all("zh"), await all("en")];
  return [...zh].filter((path) => !en.has(path)).concat([...en].filter((path) => !zh.has(path)));
}
