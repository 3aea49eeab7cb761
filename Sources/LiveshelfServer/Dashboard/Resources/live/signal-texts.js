// What a signal says, how grave it is, and its icon.
import { dateAndTime, duration, durationRange, money, number, percent, rate } from "../base/format.js";
import { hasText, t } from "../base/texts.js";

const KINDS = {
  "stock.oversold": ["critical", "alert"], "stock.depleted": ["critical", "box"],
  "stock.stockout_predicted": ["warning", "slow"], "stock.warehouse_low": ["warning", "truck"],
  "feed.degraded": ["critical", "signal"], "demand.surge": ["good", "flame"],
  "stock.slow_moving": ["calm", "slow"], "replenishment.recommended": ["calm", "truck"],
  "price.review_recommended": ["calm", "price"], "next_product.recommended": ["calm", "next"],
  "question.trending": ["question", "chat"], "feed.recovered": ["quiet", "signal"],
  "presentation.started": ["quiet", "play"], "presentation.ended": ["quiet", "stop"],
};
const RANK = { critical: 0, warning: 1, good: 2, question: 3, calm: 4, quiet: 5 };

export const kindOf = (signal) => signal.cloudevent.type.replace(/^liveshelf\./, "");
export const gravityOf = (signal) => KINDS[kindOf(signal)]?.[0] ?? "calm";
export const iconOf = (signal) => KINDS[kindOf(signal)]?.[1] ?? "alert";
export const rankOf = (signal) => RANK[gravityOf(signal)];

/** Whether somebody is to do something about it. */
export const isActionable = (signal) => gravityOf(signal) !== "quiet";

/** Signals of one situation say the same about the same product. */
export const situationOf = (signal) => `${signal.cloudevent.type}/${signal.cloudevent.subject ?? ""}`;

/** Of signals, oldest first, the newest open one of each situation, newest first; what it replaces is of the past. */
export function openSituations(signals) {
  const seen = new Map();
  for (const signal of signals) {
    if (signal.state !== "open" || !isActionable(signal)) continue;
    seen.delete(situationOf(signal));
    seen.set(situationOf(signal), signal);
  }
  return [...seen.values()].reverse();
}

export const kindText = (signal) => (hasText(`signal/kinds/${kindOf(signal)}`) ? t(`signal/kinds/${kindOf(signal)}`) : kindOf(signal));

/** The reason in the person's language; the server's own sentence where the signal lacks what the text needs. `nameOf`: of a SKU. */
export function reasonText(signal, nameOf = (sku) => sku) {
  const data = signal.cloudevent.data ?? {};
  const [path, values] = sentence(kindOf(signal), data, nameOf);
  if (!path || Object.values(values).some((value) => value === null || value === undefined)) return data.reason ?? "";
  return t(`signal/says/${path}`, values);
}

const given = (value, format) => (value === null || value === undefined ? null : format(value));
const isGiven = (value) => value !== null && value !== undefined;
/** Products that come after the first in a ranking and are worth a word. */
const FOLLOWERS = 2;

function sentence(kind, data, nameOf) {
  const available = given(data.available, number);
  // A situation that is over is said in words of its own: its figures are those of the end.
  if (data.phase === "resolved" && hasText(`signal/says/${kind}.over`)) {
    if (kind === "stock.stockout_predicted" && data.available <= 0) return [`${kind}.out`, {}];
    return [`${kind}.over`, { available: available ?? "", warehouse: data.warehouse ?? "", feed: feedText(data.feed) }];
  }
  switch (kind) {
    case "demand.surge": return [kind, { demand: given(data.demand_rate, rate), expected: given(data.expected_rate, rate) }];
    case "stock.stockout_predicted": {
      const range = isGiven(data.eta_lo_s) && isGiven(data.eta_hi_s) ? durationRange(data.eta_lo_s, data.eta_hi_s) : "";
      return [range ? kind : `${kind}.plain`, { available, eta: given(data.eta_s, duration), range }];
    }
    case "stock.depleted": return [kind, {}];
    case "stock.oversold": return [kind, { units: given(data.available, (value) => number(Math.abs(value))) }];
    case "stock.warehouse_low": {
      const state = data.available < 0 ? "owing" : data.available === 0 ? "empty" : "low";
      const values = { warehouse: data.warehouse, available: given(data.available, (value) => number(Math.abs(value))) };
      return data.transfer_from && data.transfer_qty > 0
        ? [`${kind}.${state}`, { ...values, from: data.transfer_from, quantity: number(data.transfer_qty) }] : [`${kind}.alone`, values];
    }
    case "stock.slow_moving":
      return isGiven(data.days_of_cover) ? [kind, { days: number(data.days_of_cover, data.days_of_cover < 10 ? 1 : 0) }] : [`${kind}.endless`, {}];
    case "replenishment.recommended":
      return isGiven(data.needed_by) && isGiven(data.lead_time_s)
        ? [kind, { quantity: given(data.quantity, number), time: dateAndTime(data.needed_by), lead: duration(data.lead_time_s) }]
        : [`${kind}.plain`, { quantity: given(data.quantity, number) }];
    case "price.review_recommended": {
      // The situation says which way: a hot product needs no discount, a slow one perhaps does.
      const way = (data.situation ?? "").split("/")[0];
      return [way === "hot" || way === "markdown" ? `${kind}.${way}` : null, {}];
    }
    case "next_product.recommended": {
      const after = (data.ranking ?? []).slice(1, 1 + FOLLOWERS).map(nameOf);
      return after.length ? [kind, { after: after.join(t("signal/and")) }] : [`${kind}.alone`, {}];
    }
    case "question.trending": return [kind, { count: given(data.count, number), example: data.example }];
    case "feed.degraded": {
      const isLate = typeof data.lag_s === "number" && data.lag_s >= 1;
      return [isLate ? kind : `${kind}.silent`, { feed: feedText(data.feed), ...(isLate ? { lag: duration(data.lag_s) } : {}) }];
    }
    case "feed.recovered": return [kind, { feed: feedText(data.feed) }];
    case "presentation.started": case "presentation.ended": return [kind, {}];
    default: return [null, {}];
  }
}

/** Why a presentation began or ended, from its parts; the server's own sentence where it has none. */
export function presentationReason({ reason, reason_parts: parts }) {
  if (!parts?.length || parts.some((part) => !hasText(`because/${part.kind}`))) return reason ?? "";
  // What was said of the product goes first: on a narrow screen the end is cut off.
  const isSaid = (part) => part.kind === "heard" || part.kind === "click";
  return [...parts.filter(isSaid), ...parts.filter((part) => !isSaid(part))].map((part) => {
    const path = part.kind === "heard" ? (part.count > 1 ? "heardOften" : "heard") : part.kind === "only_named" && part.name ? "onlyNamedBy" : part.kind;
    return t(`because/${path}`, { name: part.name ?? "", with: part.with ?? "", count: number(part.count), time: duration(part.seconds) });
  }).join(t("because/and"));
}

/** What a product that should come next would bring. */
export function nextReason(next) {
  if (typeof next.expected_units !== "number") return next.reason ?? "";
  const units = t("next/brings", { n: number(next.expected_units) });
  return next.idle_share >= 0.1 ? `${units} · ${t("next/idle", { share: percent(next.idle_share) })}` : units;
}

export const feedText = (feed) => (feed && hasText(`feed/${feed}`) ? t(`feed/${feed}`) : feed ?? "");
export const priceText = (product) => money(product.live_price);
