// What the reader has chosen. The address keeps language and theme, so that a link opens as it was sent.
const asked = new URLSearchParams(location.hash.slice(1));
const VIEW = {
  language: asked.get("lang") === "en" ? "en" : "zh",
  theme: ["dark", "light"].includes(asked.get("theme")) ? asked.get("theme") : "auto",
  from: HOME.from,
  to: HOME.to,
  query: "",
  verdict: "all",
  signals: "all",
  allProducts: false,
  allStock: false,
  sharedScale: false,
  sort: { key: "start", descending: false },
  cursor: null,
  row: null,
};

/** The shortest span that can be zoomed to, in seconds. */
const SHORTEST = Math.min(20, EXTENT.to - EXTENT.from);

function keepInAddress() {
  const parts = new URLSearchParams();
  if (VIEW.language !== "zh") parts.set("lang", VIEW.language);
  if (VIEW.theme !== "auto") parts.set("theme", VIEW.theme);
  const hash = parts.toString();
  history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
}

/** Shows the span, kept inside what there is. */
function zoomTo(from, to) {
  const length = Math.min(Math.max(to - from, SHORTEST), EXTENT.to - EXTENT.from);
  const middle = (from + to) / 2;
  VIEW.from = Math.min(Math.max(middle - length / 2, EXTENT.from), EXTENT.to - length);
  VIEW.to = VIEW.from + length;
  drawAxis();
}

/** Zooms by a factor (below 1: in) around a moment. */
const zoomBy = (factor, around) => zoomTo(around - (around - VIEW.from) * factor, around + (VIEW.to - around) * factor);
const isZoomed = () => VIEW.to - VIEW.from < (EXTENT.to - EXTENT.from) * 0.999;

/** Whether a product fits what was typed. */
function matches(product) {
  const query = VIEW.query.trim().toLowerCase();
  return !query || [product.name, product.sku, product.category].some((text) => text.toLowerCase().includes(query));
}
