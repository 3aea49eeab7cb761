// A table of the presentations and what each brought. Every column sorts.
const talkColumns = () => [
  ["number", "right", (t) => t.number],
  ["product", "", (t) => PRODUCTS[t.p].name],
  ["start", "right", (t) => t.start],
  ["length", "right", (t) => t.end - t.start],
  ...(DATA.has.uplift
    ? [
        ["uplift", "", (t) => t.uplift ?? -1],
        ["perMinute", "right", talkRate],
        ["orders", "right", (t) => t.orders ?? -1],
        ["units", "right", (t) => t.units ?? -1],
        ["baseline", "right", (t) => t.baseline ?? -1],
        ["revenue", "right", (t) => t.revenue ?? -1],
      ]
    : []),
  ["confidence", "right", (t) => t.confidence],
];

const talkRate = (talk) =>
  talk.uplift === undefined || talk.uplift === null ? -1 : (talk.uplift * 60) / Math.max(1, talk.end - talk.start);

function talksSection() {
  if (!DATA.has.presentations) return null;
  const columns = talkColumns(),
    { key, descending } = VIEW.sort;
  const value = (columns.find(([name]) => name === key) ?? columns[2])[2];
  const order = (a, b) =>
    (typeof value(a) === "string" ? value(a).localeCompare(value(b), locale()) : value(a) - value(b)) *
      (descending ? -1 : 1) || a.number - b.number;
  const talks = DATA.talks.filter((talk) => matches(PRODUCTS[talk.p])).sort(order);
  const furthest = Math.max(1, ...DATA.talks.map((talk) => talk.high ?? 0));
  return el(
    "section",
    { id: "talks", class: "card" },
    el("div", { class: "sectionhead" }, el("h2", {}, say("talks/title"))),
    DATA.has.uplift ? el("p", { class: "lead" }, say("talks/lead")) : null,
    talks.length
      ? el(
          "table",
          { class: "list talklist", role: "table" },
          el(
            "thead",
            {},
            el(
              "tr",
              {},
              columns.map(([name, kind]) =>
                el(
                  "th",
                  {
                    scope: "col",
                    class: kind,
                    "aria-sort": name === key ? (descending ? "descending" : "ascending") : "none",
                  },
                  el(
                    "button",
                    { type: "button", onclick: () => sortBy(name) },
                    say("talks/" + name),
                    el(
                      "span",
                      { class: "arrow", "aria-hidden": "true" },
                      name === key ? (descending ? " ↓" : " ↑") : "",
                    ),
                  ),
                ),
              ),
            ),
          ),
          el(
            "tbody",
            {},
            talks.map((talk) => talkRow(talk, columns, furthest)),
          ),
        )
      : el(
          "p",
          { class: "lead" },
          DATA.talks.length ? say("notFound", { query: VIEW.query.trim() }) : say("talks/empty"),
        ),
  );
}

function sortBy(key) {
  const isText = key === "product" || key === "start" || key === "number";
  VIEW.sort = { key, descending: VIEW.sort.key === key ? !VIEW.sort.descending : !isText };
  renderLists();
  document.querySelector(`#talks th[aria-sort]:not([aria-sort="none"]) button`)?.focus();
}

function talkRow(talk, columns, furthest) {
  const product = PRODUCTS[talk.p],
    none = say("stock/none");
  const figure = (value, places = 0) => (value === undefined || value === null ? none : number(value, places));
  const cells = {
    number: String(talk.number),
    product: [
      el("i", { class: "dot" }),
      el(
        "button",
        {
          type: "button",
          class: "linklike",
          title: say("talks/show"),
          onclick: () => {
            zoomTo(talk.start - 30, talk.end + 60);
            document.getElementById("axis").scrollIntoView({ behavior: calm() ? "auto" : "smooth" });
          },
        },
        product.name,
      ),
    ],
    start: [clock(talk.start), el("span", { class: "note" }, timeOfDay(talk.start))],
    length: duration(talk.end - talk.start),
    orders: figure(talk.orders),
    units: figure(talk.units),
    baseline: figure(talk.baseline, 1),
    uplift: intervalBar(talk, furthest),
    perMinute: talkRate(talk) < 0 ? none : number(talkRate(talk), 1),
    revenue: talk.revenue === undefined || talk.revenue === null ? none : money(talk.revenue),
    confidence: percent(talk.confidence),
  };
  return el(
    "tr",
    { role: "row", "--hue": product.hue },
    columns.map(([name, kind]) =>
      el(
        name === "product" ? "th" : "td",
        {
          class: `${kind} cell-${name}`,
          scope: name === "product" ? "row" : null,
          role: name === "product" ? "rowheader" : "cell",
          "data-label": say("talks/" + name),
        },
        cells[name],
      ),
    ),
  );
}

function intervalBar(talk, furthest) {
  if (talk.uplift === undefined || talk.uplift === null) return say("stock/none");
  const width = 130,
    x = (value) => (Math.max(0, value) / furthest) * (width - 4) + 2;
  const values = { uplift: number(talk.uplift, 1), low: number(talk.low, 1), high: number(talk.high, 1) };
  return [
    el(
      "span",
      { class: "upliftfigure" },
      el("b", {}, number(talk.uplift)),
      el("span", { class: "note" }, ` (${number(talk.low)}–${number(talk.high)})`),
    ),
    picture(
      width,
      12,
      say("talks/interval", values),
      draw("rect", { class: "upliftbar", x: 2, y: 2, width: Math.max(0, x(talk.uplift) - 2), height: 8, rx: 2 }),
      draw("path", { class: "whisker", d: `M${x(talk.low)} 6H${x(talk.high)}M${x(talk.low)} 3v6M${x(talk.high)} 3v6` }),
    ),
  ];
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
