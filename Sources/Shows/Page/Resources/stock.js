// What to stock tomorrow: one line per product, the most urgent first.
const VERDICTS = ["sold_out", "restock", "slow", "overstocked", "enough", "idle"];

/** How many products the first view has at most. */
const FIRST_LOOK = 24;

/** Asks for nothing: enough is left, and nobody presented it. */
const needsNoThought = (product) => product.advice === "idle" || (product.advice === "enough" && !product.talks);

function stockProducts() {
  const rank = (product) => VERDICTS.indexOf(product.advice);
  return PRODUCTS.filter(
    (product) => matches(product) && (VIEW.verdict === "all" || product.advice === VIEW.verdict),
  ).sort(
    (a, b) =>
      needsNoThought(a) - needsNoThought(b) ||
      rank(a) - rank(b) ||
      b.suggest - a.suggest ||
      b.units - a.units ||
      a.index - b.index,
  );
}

function stockSection() {
  if (!DATA.has.timeline) return null;
  const count = (verdict) => PRODUCTS.filter((product) => product.advice === verdict).length;
  const groups = VERDICTS.filter(count).map((verdict) => [verdict, say("stock/verdict/" + verdict), count(verdict)]);
  const all = stockProducts();
  const first =
    VIEW.verdict === "all" && !VIEW.query.trim()
      ? all.filter((product) => !needsNoThought(product)).slice(0, FIRST_LOOK)
      : all;
  const products = VIEW.allStock || !first.length ? all : first;
  const others = all.length - first.length;
  return el(
    "section",
    { id: "stock", class: "card" },
    el(
      "div",
      { class: "sectionhead" },
      el("h2", {}, say("stock/title")),
      el(
        "div",
        { class: "tools noprint" },
        choice(say("stock/title"), [["all", say("stock/all")], ...groups], VIEW.verdict, (verdict) => {
          VIEW.verdict = verdict;
          renderLists();
        }),
      ),
    ),
    el(
      "p",
      { class: "lead" },
      say("stock/lead", { service: percent(DATA.show.service) }),
      DATA.has.stock ? "" : " " + say("stock/leadNoStock"),
    ),
    products.length
      ? el("table", { class: "list stocklist", role: "table" }, stockHead(), el("tbody", {}, products.map(stockRow)))
      : el(
          "p",
          { class: "lead" },
          VIEW.query.trim() ? say("notFound", { query: VIEW.query.trim() }) : say("stock/empty"),
        ),
    others && first.length
      ? el(
          "div",
          { class: "more noprint" },
          el(
            "button",
            {
              type: "button",
              class: "quiet",
              onclick: () => {
                VIEW.allStock = !VIEW.allStock;
                renderLists();
              },
            },
            VIEW.allStock ? say("stock/fewer") : say("stock/others", { n: others }),
          ),
        )
      : null,
  );
}

const stockColumns = () => [
  ["product", ""],
  ["talk", ""],
  ["trend", ""],
  ["sold", "right"],
  ...(DATA.has.uplift ? [["uplift", "right"]] : []),
  ...(DATA.has.stock
    ? [
        ["left", ""],
        ["soldOut", "right"],
      ]
    : []),
  ["suggest", "right"],
  ...(DATA.has.stock ? [["order", "right"]] : []),
];

const stockHead = () =>
  el(
    "thead",
    {},
    el(
      "tr",
      {},
      stockColumns().map(([key, kind]) => el("th", { scope: "col", class: kind }, say("stock/" + key))),
    ),
  );

/** How its card stood at the end of the show, in the same words. */
const stateAtEnd = (product) =>
  product.state
    ? say("stock/atEnd", { state: DATA.states.find((one) => one.type === product.state)?.[VIEW.language] ?? "" })
    : "";

function stockRow(product) {
  const none = say("stock/none"),
    known = (value) => value !== undefined && value !== null;
  const cells = {
    product: [
      el("span", { class: "verdict " + product.advice }, say("stock/verdict/" + product.advice)),
      el("span", { class: "productname" }, product.name),
      productNote(
        product,
        [
          product.sku,
          product.category,
          known(product.link) ? say("stock/link", { n: product.link }) : "",
          known(product.live) ? money(product.live) : "",
          stateAtEnd(product),
        ]
          .filter(Boolean)
          .join(" · "),
      ),
    ],
    talk: product.talks ? say("stock/times", { n: product.talks, duration: duration(product.talk) }) : none,
    trend: sparkline(product),
    sold: [el("b", {}, number(product.orders)), " / " + number(product.units)],
    uplift: known(product.uplift) ? "+" + number(product.uplift) : none,
    left: stockBar(product),
    soldOut: known(product.soldOut)
      ? [
          el("b", { class: "bad" }, clock(product.soldOut)),
          el(
            "span",
            { class: "note" },
            product.missed >= 1
              ? say("stock/missed", {
                  units: known(product.missedHigh)
                    ? `${number(product.missed)} (${number(product.missedLow)}–${number(product.missedHigh)})`
                    : number(product.missed),
                })
              : "",
          ),
          product.lost >= 1 ? el("span", { class: "note" }, say("stock/lost", { money: money(product.lost) })) : null,
        ]
      : none,
    suggest: product.suggest ? el("b", { class: "big" }, number(product.suggest)) : none,
    order: product.toOrder ? el("b", { class: "big accent" }, "+" + number(product.toOrder)) : none,
  };
  return el(
    "tr",
    { role: "row", "--hue": product.hue },
    stockColumns().map(([key, kind]) =>
      el(
        key === "product" ? "th" : "td",
        {
          class: `${kind} cell-${key}`,
          scope: key === "product" ? "row" : null,
          role: key === "product" ? "rowheader" : "cell",
          "data-label": say("stock/" + key),
        },
        cells[key],
      ),
    ),
  );
}

/** Orders over the show, with its presentations behind. */
function sparkline(product) {
  if (!product.series) return say("stock/none");
  const width = 132,
    height = 30,
    span = HOME.to - HOME.from,
    { from, bin } = DATA.grid;
  const x = (time) => ((time - HOME.from) / span) * width;
  const first = Math.max(0, Math.floor((HOME.from - from) / bin)),
    last = Math.min(DATA.grid.count, Math.ceil((HOME.to - from) / bin));
  const group = Math.max(1, Math.ceil((last - first) / 66)),
    sums = [];
  for (let i = first; i < last; i += group)
    sums.push([i, binSum(product.series.orders, [i, Math.min(DATA.grid.count, i + group)])]);
  const most = Math.max(1, ...sums.map(([, value]) => value));
  return picture(
    width,
    height,
    say("axis/legend/orders"),
    product.spans.map((talk) =>
      draw("rect", { class: "span", x: x(talk.start), y: 0, width: Math.max(1, x(talk.end) - x(talk.start)), height }),
    ),
    draw("path", {
      class: "bars",
      d: barsPath(
        sums.map(([i, value]) => [
          x(from + i * bin),
          Math.max(0.8, x(from + group * bin) - x(from) - 0.3),
          (value / most) * (height - 2),
        ]),
        height,
      ),
    }),
  );
}

function stockBar(product) {
  const { stockStart: start, stockEnd: end } = product;
  if (end === undefined || end === null) return say("stock/none");
  const full = Math.max(start ?? end, end, 1),
    width = 84;
  const days = product.showsLeft;
  const worth =
    days === undefined || days === null || end <= 0
      ? ""
      : days >= 100
        ? say("stock/plenty")
        : say("stock/shows", { n: number(days, days < 10 ? 1 : 0) });
  return [
    el(
      "span",
      { class: "stockfigure" },
      end < 0 ? el("b", { class: "bad" }, say("stock/oversold", { n: number(-end) })) : number(end),
      start === undefined || start === null ? null : el("span", { class: "note" }, " / " + number(start)),
    ),
    picture(
      width,
      6,
      say("stock/stockOf", { start: number(start ?? end), end: number(end) }),
      draw("rect", { class: "track", width, height: 6, rx: 3 }),
      draw("rect", { class: "stockfill", width: Math.max(0, Math.min(1, end / full)) * width, height: 6, rx: 3 }),
    ),
    el("span", { class: "note" }, worth),
  ];
}

/** What the product is; when opened, its last shows, its sales by variant and its stock by warehouse. */
function productNote(product, text) {
  if (!product.warehouses.length && !product.variants.length && !product.earlier.length)
    return el("span", { class: "note" }, text);
  return el(
    "details",
    {},
    el("summary", { title: say("stock/warehouses") }, text),
    el(
      "ul",
      { class: "chips" },
      product.earlier.map((show) =>
        el(
          "li",
          {},
          new Date(show.start + DATA.show.offset * 1000).toISOString().slice(0, 10) + " " + show.host + " ",
          el(
            "span",
            { class: "note" },
            say("stock/earlier", {
              units: number(show.units),
              money: money(show.sales),
              earned: show.earned === undefined || show.earned === null ? say("stock/none") : money(show.earned),
            }),
          ),
        ),
      ),
    ),
    el(
      "ul",
      { class: "chips" },
      product.variants.map((variant) =>
        el(
          "li",
          {},
          variant.name + " ",
          el(
            "span",
            { class: "note" },
            say("stock/variant", {
              orders: number(variant.orders),
              units: number(variant.units),
              money: money(variant.sales),
            }),
          ),
        ),
      ),
    ),
    el(
      "ul",
      { class: "chips" },
      product.warehouses.map((warehouse) =>
        el(
          "li",
          { class: warehouse.available <= 0 ? "bad" : null },
          warehouse.name + " ",
          el("b", {}, number(warehouse.available)),
          warehouse.reserved
            ? el("span", { class: "note" }, " " + say("stock/reserved", { n: number(warehouse.reserved) }))
            : null,
        ),
      ),
    ),
  );
}
