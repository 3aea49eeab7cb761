// What a signal says, how grave it is, and its icon.
import { duration, money, number, rate } from "../base/format.js";
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

/** The reason in the person's language; the server's own sentence where the signal lacks what the text needs. */
export function reasonText(signal) {
  const data = signal.cloudevent.data ?? {};
  const [path, values] = sentence(kindOf(signal), data);
  if (!path || Object.values(values).some((value) => value === null || value === undefined)) return data.reason ?? "";
  return t(`signal/says/${path}`, values);
}

const given = (value, format) => (value === null || value === undefined ? null : format(value));

function sentence(kind, data) {
  switch (kind) {
    case "demand.surge": return [kind, { demand: given(data.demand_rate, rate), expected: given(data.expected_rate, rate) }];
    case "stock.stockout_predicted": return [kind, { available: given(data.available, number), eta: given(data.eta_s, duration) }];
    case "stock.depleted": return [kind, {}];
    case "stock.oversold": return [kind, { units: given(data.available, (value) => number(Math.abs(value))) }];
    case "stock.warehouse_low":
      return data.transfer_from
        ? [kind, { warehouse: data.warehouse, available: given(data.available, number), from: data.transfer_from, quantity: given(data.transfer_qty, number) }]
        : [`${kind}.alone`, { warehouse: data.warehouse, available: given(data.available, number) }];
    case "stock.slow_moving":
      return data.days_of_cover === null || data.days_of_cover === undefined
        ? [`${kind}.endless`, {}] : [kind, { days: number(data.days_of_cover, 0) }];
    case "replenishment.recommended": return [kind, { quantity: given(data.quantity, number) }];
    case "question.trending": return [kind, { count: given(data.count, number), example: data.example }];
    case "feed.degraded":
      return [typeof data.lag_s === "number" ? kind : `${kind}.silent`, { feed: feedText(data.feed), ...(typeof data.lag_s === "number" ? { lag: duration(data.lag_s) } : {}) }];
    case "feed.recovered": return [kind, { feed: feedText(data.feed) }];
    case "presentation.started": case "presentation.ended": return [kind, {}];
    default: return [null, {}];
  }
}

export const feedText = (feed) => (feed && hasText(`feed/${feed}`) ? t(`feed/${feed}`) : feed ?? "");
export const priceText = (product) => money(product.live_price);
