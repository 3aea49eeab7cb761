// What the shows tell of hosts, hours, prices and minutes, with intervals, and what they cannot tell.
import { el, panel } from "../base/elements.js";
import { MISSING, number } from "../base/format.js";
import { t } from "../base/texts.js";

/** The bar of an interval reaches from a quarter to four times. */
const place = (times) => Math.min(1, Math.max(0, (Math.log2(times) + 2) / 4));

const figure = (value) => (value === null || value === undefined ? MISSING : number(value, 2));

function line(effect, name) {
  const { times, low, high, told, cause } = effect;
  return el(
    "tr",
    { "data-told": told ? null : "false" },
    el("th", { scope: "row" }, name),
    el("td", null, told ? `× ${figure(times)}` : MISSING),
    el(
      "td",
      { class: "effect-interval" },
      told
        ? [
            el("span", {
              class: "interval",
              "aria-hidden": "true",
              "--low": place(low),
              "--high": place(high),
              "--at": place(times),
            }),
            `${figure(low)} – ${figure(high)}`,
          ]
        : el(
            "span",
            { class: "cannot" },
            t("history/cannot", { cause: t(`history/causes/${cause}`, { n: number(effect.shows) }) }),
          ),
    ),
    el("td", null, number(effect.presentations)),
    el("td", null, number(effect.shows)),
  );
}

export const effectRows = (label, effects, name = (effect) => effect.name) =>
  el(
    "div",
    { class: "matrix-frame", tabindex: "0", role: "region", "aria-labelledby": label },
    el(
      "table",
      { class: "matrix full effects" },
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          ["effect", "times", "interval", "presentations", "showCount"].map((title) =>
            el("th", { scope: "col" }, t(`history/${title}`)),
          ),
        ),
      ),
      el(
        "tbody",
        null,
        effects.map((effect) => line(effect, name(effect))),
      ),
    ),
  );

const NAMED = ["ten_percent_off", "twice_as_long", "shown_before", "sold_out", "alike_before", "alike_after"];

/** `effects`: of `GET /v1/history`; null: there are too few presentations of known hosts. */
export function effectPanel(effects) {
  const { element } = panel("history-effects", t("history/effects"));
  element.append(el("p", { class: "note history-caveat" }, t("history/caveat")));
  if (!effects) {
    element.append(el("p", { class: "cannot" }, t("history/fewPresentations")));
    return element;
  }
  const label = "history-effects-title";
  const named = NAMED.filter((name) => effects[name]).map((name) => ({ ...effects[name], name }));
  const part = (title, note, rows) => [
    el("h3", null, t(`history/${title}`)),
    note ? el("p", { class: "note" }, note) : null,
    rows,
  ];
  const price = effects.price_elasticity;
  const priceNote = !price
    ? t("history/noPrice")
    : price.told
      ? t("history/elasticity", { value: figure(price.times), low: figure(price.low), high: figure(price.high) })
      : t("history/noElasticity", { cause: t(`history/causes/${price.cause}`, { n: number(price.shows) }) });
  element.append(
    ...[
      part(
        "whatChanges",
        priceNote,
        effectRows(label, named, (effect) => t(`history/named/${effect.name}`)),
      ),
      effects.minutes.length
        ? part(
            "curve",
            t("history/curveNote"),
            effectRows(label, effects.minutes, (effect) => t("history/band", { minutes: effect.name })),
          )
        : [],
      effects.hours.length
        ? part(
            "hours",
            null,
            effectRows(label, effects.hours, (effect) => t("history/hour", { hours: effect.name })),
          )
        : [],
    ]
      .flat()
      .filter(Boolean),
  );
  return element;
}
