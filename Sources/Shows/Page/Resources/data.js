// The show, as the page got it. All times are seconds of the stream.
const DATA = JSON.parse(document.getElementById("data").textContent);

/** Columns of numbers come in runs: `[7, [0, 3]]` is 7, 0, 0, 0. */
function decodeRuns(column) {
  const values = [];
  for (const entry of column) {
    if (!Array.isArray(entry)) values.push(entry);
    else for (let i = 0; i < entry[1]; i++) values.push(entry[0]);
  }
  return values;
}

const PRODUCTS = DATA.products;
PRODUCTS.forEach((product, index) => {
  product.index = index;
  // Neighbours in the catalog get hues that are far apart (golden angle).
  product.hue = Math.round(index * 137.508) % 360;
  product.spans = DATA.talks.filter((talk) => talk.p === index);
  product.active = product.talks > 0 || product.orders > 0 || product.mentions > 0 || product.comments > 0;
  if (product.series)
    for (const key of Object.keys(product.series)) product.series[key] = decodeRuns(product.series[key]);
});
DATA.talks.forEach((talk, index) => (talk.number = index + 1));

/** The whole span that can be shown: the show, and what the timeline knows around it. */
const EXTENT = {
  from: Math.min(0, DATA.grid ? DATA.grid.from : 0),
  to: Math.max(DATA.show.duration, DATA.grid ? DATA.grid.from + DATA.grid.bin * DATA.grid.count : 0, 1),
};

/** What is shown at first: the show, and the minutes after it in which late buyers order. */
const HOME = { from: Math.max(EXTENT.from, -60), to: Math.min(EXTENT.to, DATA.show.duration + DATA.show.aftermath) };

/** Sums a column of all products into one. */
function total(key) {
  const sum = new Array(DATA.grid.count).fill(0);
  for (const { series } of PRODUCTS) if (series) series[key].forEach((value, i) => (sum[i] += value ?? 0));
  return sum;
}

/** The sum of the baselines; null where it is known of too few products to be one. */
function totalBaseline() {
  const known = new Array(DATA.grid.count).fill(0);
  for (const { series } of PRODUCTS) series?.baseline.forEach((value, i) => (known[i] += value === null ? 0 : 1));
  const most = Math.max(...known);
  return total("baseline").map((value, i) => (known[i] > 0 && known[i] >= most * 0.9 ? value : null));
}

const TOTALS = DATA.grid && { orders: total("orders"), baseline: totalBaseline(), comments: total("comments") };
const sumOf = (key) => PRODUCTS.reduce((sum, product) => sum + (product[key] ?? 0), 0);

/** The place of a moment in the columns, or -1. */
function binAt(time) {
  if (!DATA.grid) return -1;
  const bin = Math.floor((time - DATA.grid.from) / DATA.grid.bin);
  return bin >= 0 && bin < DATA.grid.count ? bin : -1;
}
