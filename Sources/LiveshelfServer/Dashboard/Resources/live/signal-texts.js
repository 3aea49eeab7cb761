// What a signal says, how grave it is, and its icon.
import { spoken } from "../base/texts.js";

const KINDS = {
  "stock.oversold": ["critical", "alert"],
  "stock.depleted": ["critical", "box"],
  "stock.stockout_predicted": ["warning", "slow"],
  "stock.warehouse_low": ["warning", "truck"],
  "feed.degraded": ["critical", "signal"],
  "demand.surge": ["good", "flame"],
  "stock.slow_moving": ["calm", "slow"],
  "replenishment.recommended": ["calm", "truck"],
  "price.review_recommended": ["calm", "price"],
  "next_product.recommended": ["calm", "next"],
  "question.trending": ["question", "chat"],
  "feed.recovered": ["quiet", "signal"],
  "presentation.started": ["quiet", "play"],
  "presentation.ended": ["quiet", "stop"],
};
const RANK = { critical: 0, warning: 1, good: 2, question: 3, calm: 4, quiet: 5 };

export const kindOf = (signal) => signal.cloudevent.type.replace(/^liveshelf\./, "");
/** A situation that is over is no alarm. */
export const gravityOf = (signal) =>
  signal.cloudevent.data?.phase === "resolved" ? "quiet" : (KINDS[kindOf(signal)]?.[0] ?? "calm");
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

export const kindText = (signal) => spoken(signal, "title");
export const reasonText = (signal) => spoken(signal.cloudevent.data, "reason");
