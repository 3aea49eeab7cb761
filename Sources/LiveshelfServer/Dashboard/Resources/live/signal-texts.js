// What signals and cards say, how grave they are, and their icons.
import { setAttribute, setText } from "../base/elements.js";
import { spoken, t } from "../base/texts.js";

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
const STATES = {
  source_trouble: ["critical", "signal"],
  oversold: ["critical", "alert"],
  sold_out: ["critical", "box"],
  selling_out: ["warning", "slow"],
  warehouse_short: ["warning", "truck"],
  short: ["calm", "truck"],
  surging: ["good", "flame"],
  slow: ["calm", "slow"],
};

/** @param {API.Card} card */
export const gravityOfCard = (card) => STATES[card.state]?.[0] ?? "calm";
/** @param {API.Card} card */
export const iconOfCard = (card) => STATES[card.state]?.[1] ?? "alert";

export const kindOf = (signal) => signal.cloudevent.type.replace(/^liveshelf\./, "");
/** A situation that is over is no alarm. */
export const gravityOf = (signal) =>
  signal.cloudevent.data?.phase === "resolved" ? "quiet" : (KINDS[kindOf(signal)]?.[0] ?? "calm");
export const iconOf = (signal) => KINDS[kindOf(signal)]?.[1] ?? "alert";

/** Whether somebody is to do something about it. */
export const isActionable = (signal) => gravityOf(signal) !== "quiet";

export const kindText = (signal) => spoken(signal, "title");
export const reasonText = (signal) => spoken(signal.cloudevent.data, "reason");

/** The colour of a state, as that of a pace. */
const HEATS = {
  oversold: "sold_out",
  sold_out: "sold_out",
  selling_out: "brink",
  warehouse_short: "brink",
  short: "steady",
};

/** A product's badge beside its chart: what its card says; one that stands fine is told by its pace. */
export function showStanding(badge, store, product) {
  const card = store.view?.cards?.find((one) => one.sku === product.sku);
  const heat = card ? (HEATS[card.state] ?? card.state) : product.heat;
  setText(badge, card ? spoken(card, "title") : product.presenting ? t("shelf/now") : t(`heat/${heat}`));
  setAttribute(badge, "data-heat", product.presenting && !card ? "now" : heat);
  setAttribute(badge, "data-state", product.state);
}
