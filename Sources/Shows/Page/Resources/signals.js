// The signals: their marks on the axis, their words, and their list.
const KINDS = {
  "stock.stockout_predicted": "alert",
  "stock.depleted": "alert",
  "stock.oversold": "alert",
  "stock.warehouse_low": "warn",
  "stock.slow_moving": "slow",
  "demand.surge": "surge",
  "replenishment.recommended": "advice",
  "price.review_recommended": "advice",
  "next_product.recommended": "advice",
  "question.trending": "question",
  "feed.degraded": "feed",
  "feed.recovered": "feed",
};

/** The bands show where presentations start and end. */
const isShown = (signal) => !signal.type.startsWith("presentation.");
const SHOWN = DATA.signals.filter(isShown);
const shownSignals = () =>
  SHOWN.filter(
    (signal) =>
      (VIEW.signals === "all" || signal.type === VIEW.signals) &&
      (!VIEW.query.trim() || (Number.isInteger(signal.p) && matches(PRODUCTS[signal.p]))),
  );

/** A mark whose shape, not only its colour, tells its kind. */
function glyph(signal, x, y) {
  const kind = KINDS[signal.type] ?? "feed";
  const shapes = {
    alert: "M0-5.5L5.5 4.5H-5.5z",
    warn: "M0-4.5L4.5 3.5H-4.5z",
    slow: "M-4.5-1.5h9v3h-9z",
    surge: "M0-5.5L5 0L0 5.5L-5 0z",
    advice: "M-4-4H4V4H-4z",
    question: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    feed: "M-4-4L4 4M4-4L-4 4",
  };
  return draw("path", {
    class: `glyph ${kind}${signal.over ? " over" : ""}`,
    d: shapes[kind],
    transform: `translate(${x.toFixed(1)} ${y})`,
  });
}

const inChinese = () => VIEW.language === "zh";
const signalTitle = (signal) => (inChinese() ? signal.title_zh : signal.title);
const signalText = (signal) => (inChinese() ? signal.reason_zh : signal.reason);
const typeTitle = (type) => DATA.signalTypes.find((one) => one.type === type)?.[VIEW.language] ?? type;

function signalsSection() {
  if (!DATA.has.signals) return null;
  const types = [...new Set(SHOWN.map((signal) => signal.type))];
  const options = types.map((type) => [type, typeTitle(type), SHOWN.filter((signal) => signal.type === type).length]);
  const signals = shownSignals(),
    // What is over asks for nothing any more.
    raised = signals.filter((signal) => !signal.over),
    over = signals.filter((signal) => signal.over);
  return el(
    "section",
    { id: "signals", class: "card" },
    el("div", { class: "sectionhead" }, el("h2", {}, say("signals/title"))),
    types.length
      ? el(
          "div",
          { class: "tools wrap noprint" },
          choice(
            say("signals/title"),
            [["all", say("signals/all"), SHOWN.length], ...options],
            VIEW.signals,
            (type) => {
              VIEW.signals = type;
              renderLists();
            },
          ),
        )
      : null,
    raised.length
      ? el("ol", { class: "signallist" }, raised.map(signalLine))
      : el("p", { class: "lead" }, say("signals/empty")),
    over.length
      ? el(
          "details",
          {},
          el("summary", {}, say("signals/over", { n: number(over.length) })),
          el("ol", { class: "signallist" }, over.map(signalLine)),
        )
      : null,
    DATA.signalsCut ? el("p", { class: "lead" }, say("signals/cut", { n: number(DATA.signalsCut) })) : null,
  );
}

function signalLine(signal) {
  const product = Number.isInteger(signal.p) ? PRODUCTS[signal.p] : null;
  return el(
    "li",
    { title: signalText(signal) },
    el(
      "button",
      { type: "button", class: "linklike mono", onclick: () => zoomTo(signal.at - 60, signal.at + 60) },
      clock(signal.at),
    ),
    picture(14, 14, null, glyph(signal, 7, 7)),
    el("span", { class: "kind" }, signalTitle(signal)),
    el(
      "span",
      { class: "message" },
      product ? el("b", {}, product.name) : null,
      product ? " " : null,
      signalText(signal),
    ),
  );
}
