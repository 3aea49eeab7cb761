// Dialogs: the keys, and which product is really on stage. The browser keeps the focus inside and gives it back.
import { el, emptyState } from "../base/elements.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";

/** @type {[string, string[]][]} */
const KEYS = [
  ["pages", ["1", "2", "3", "4", "0"]],
  ["signal", ["J", "K"]],
  ["acknowledge", ["A"]],
  ["undo", ["U"]],
  ["mute", ["M"]],
  ["assign", ["S"]],
  ["search", ["/"]],
  ["wall", ["W"]],
  ["sound", ["V"]],
  ["theme", ["T"]],
  ["language", ["L"]],
  ["help", ["?"]],
  ["escape", ["Esc"]],
];

export function openDialog(name, title, ...content) {
  const close = el(
    "button",
    {
      type: "button",
      class: "tool",
      "aria-label": t("help/close"),
      title: t("help/close"),
      onclick: () => dialog.close(),
    },
    icon("close"),
  );
  const dialog = el(
    "dialog",
    { class: `dialog dialog-${name}`, "aria-labelledby": "dialog-title" },
    el("header", { class: "panel-head" }, el("h2", { id: "dialog-title" }, title), close),
    content,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function toggleHelp() {
  const shown = /** @type {HTMLDialogElement | null} */ (document.querySelector(".dialog-help"));
  if (shown) return shown.close();
  openDialog(
    "help",
    t("help/title"),
    el(
      "dl",
      { class: "keys" },
      KEYS.map(([name, keys]) =>
        el(
          "div",
          null,
          el(
            "dt",
            null,
            keys.map((key) => el("kbd", null, key)),
          ),
          el("dd", null, t(`help/keys/${name}`)),
        ),
      ),
    ),
    el("p", { class: "note" }, t("help/note")),
  );
}

/** Lets the person say which product is on stage; `choose(sku)` with null for none. */
export function askProduct(products, choose) {
  const list = el("ul", { class: "pick-list" });
  const search = el("input", {
    type: "search",
    class: "search",
    placeholder: t("now/search"),
    "aria-label": t("now/search"),
    autocomplete: "off",
    oninput: () => show(),
  });
  const dialog = openDialog(
    "pick",
    t("now/correctTitle"),
    search,
    list,
    el("button", { type: "button", class: "quiet", onclick: () => pick(null) }, icon("stop"), t("now/correctNone")),
  );
  const pick = (sku) => {
    dialog.close();
    choose(sku);
  };
  const show = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = products.filter(
      (product) =>
        !wanted ||
        String(product.link_no) === wanted ||
        `${product.sku} ${product.name}`.toLowerCase().includes(wanted),
    );
    list.replaceChildren(
      ...(found.length
        ? found.map((product) =>
            el(
              "li",
              null,
              el(
                "button",
                {
                  type: "button",
                  class: "pick",
                  "aria-current": product.presenting ? "true" : null,
                  onclick: () => pick(product.sku),
                },
                el(
                  "span",
                  { class: "link-badge" },
                  product.link_no === null || product.link_no === undefined ? "–" : String(product.link_no),
                ),
                el("span", { class: "row-name" }, product.name),
                product.presenting ? el("span", { class: "heat", "data-heat": "now" }, t("shelf/now")) : null,
              ),
            ),
          )
        : [emptyState(t("shelf/none"))]),
    );
  };
  show();
  search.focus();
}
