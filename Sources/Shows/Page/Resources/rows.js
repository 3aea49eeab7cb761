// The axis section: lanes of the whole show, then a row per product.
const ROW = 50;
const PARTS = {};

const presented = (product) => product.talks > 0;
function rowProducts() {
  const chosen = PRODUCTS.filter(
    (product) =>
      (product.series || presented(product)) &&
      matches(product) &&
      (presented(product) || VIEW.allProducts || VIEW.query.trim()),
  );
  const first = (product) => product.spans[0]?.start ?? Infinity;
  return chosen.sort((a, b) => first(a) - first(b) || b.orders - a.orders || a.index - b.index);
}

function axisSection() {
  PARTS.overview = el("div", { class: "overview", title: say("axis/overview") });
  PARTS.rows = el("div", { class: "lanes" });
  PARTS.cursor = el("div", { class: "cursor", hidden: true });
  PARTS.brush = el("div", { class: "brush", hidden: true });
  PARTS.axis = el(
    "div",
    {
      class: "axis",
      tabindex: "0",
      role: "application",
      "aria-label": say("axis/title") + ". " + say("axis/help"),
    },
    PARTS.rows,
    PARTS.brush,
    PARTS.cursor,
  );
  PARTS.more = el("div", { class: "more" });
  PARTS.hits = el("div", { class: "hits" });
  const step = (factor) => () => zoomBy(factor, (VIEW.from + VIEW.to) / 2);
  return el(
    "section",
    { id: "axis", class: "card" },
    el(
      "div",
      { class: "sectionhead" },
      el("h2", {}, say("axis/title")),
      el(
        "div",
        { class: "tools" },
        DATA.grid
          ? choice(
              say("axis/scale"),
              [
                [false, say("axis/ownScale")],
                [true, say("axis/sharedScale")],
              ],
              VIEW.sharedScale,
              (value) => {
                VIEW.sharedScale = value;
                render();
              },
            )
          : null,
        el(
          "div",
          { class: "choice" },
          el("button", { type: "button", "aria-label": say("axis/zoomOut"), onclick: step(2) }, "−"),
          el("button", { type: "button", "aria-label": say("axis/zoomIn"), onclick: step(0.5) }, "+"),
          el("button", { type: "button", onclick: () => zoomTo(HOME.from, HOME.to) }, say("axis/reset")),
        ),
      ),
    ),
    legend(),
    PARTS.hits,
    el(
      "div",
      { class: "overviewrow" },
      el("div", { class: "label" }, el("span", { class: "note" }, say("axis/whole"))),
      PARTS.overview,
    ),
    PARTS.axis,
    PARTS.more,
    el("p", { class: "hint noprint" }, say("axis/help")),
  );
}

function legend() {
  if (!DATA.grid) return el("p", { class: "lead" }, say("axis/empty"));
  const entry = (kind) =>
    el("span", { class: "key" }, el("i", { class: "swatch " + kind }), say("axis/legend/" + kind));
  return el(
    "div",
    { class: "legend" },
    ["talk", "orders", "baseline"].map(entry),
    DATA.has.stock ? ["stock", "gone"].map(entry) : null,
  );
}

/** Draws everything that depends on the visible stretch. */
function drawAxis() {
  const rows = [];
  rows.push(row("ruler", null, null, drawRuler, "ruler"));
  if (DATA.talks.length) rows.push(row("talks", say("axis/talks"), null, drawTalks));
  if (TOTALS) {
    const orders = drawOrders();
    rows.push(row("orders", say("axis/orders"), say("axis/perMinute", { n: number(orders.most) }), () => orders.svg));
    if (TOTALS.comments.some((value) => value > 0))
      rows.push(row("comments", say("axis/comments"), null, drawComments));
  }
  if (DATA.markers.length || shownSignals().length) rows.push(row("events", say("axis/events"), null, drawEvents));
  const products = rowProducts();
  const scales = products.map((product) =>
    product.series ? Math.max(0, ...visibleBins().map((bin) => perMinute(product.series.orders, bin))) : 0,
  );
  const shared = Math.max(1, ...scales);
  products.forEach((product, i) => rows.push(productRow(product, VIEW.sharedScale ? shared : Math.max(1, scales[i]))));
  if (!products.length && VIEW.query.trim())
    rows.push(el("p", { class: "lead" }, say("notFound", { query: VIEW.query.trim() })));
  PARTS.rows.replaceChildren(...rows);
  PARTS.overview.replaceChildren(drawOverview(AXIS.width));
  const others = PRODUCTS.filter((product) => product.series && !presented(product)).length;
  PARTS.more.replaceChildren(
    others && !VIEW.query.trim()
      ? el(
          "button",
          {
            type: "button",
            class: "quiet",
            onclick: () => {
              VIEW.allProducts = !VIEW.allProducts;
              drawAxis();
            },
          },
          VIEW.allProducts ? say("axis/fewer") : say("axis/more", { n: others }),
        )
      : "",
  );
  drawHits();
  placeCursor();
}

function row(name, label, note, plot, extra) {
  return el(
    "div",
    { class: "row " + (extra ?? "lane"), "data-row": name },
    el(
      "div",
      { class: "label" },
      label ? el("span", { class: "name" }, label) : null,
      note ? el("span", { class: "note" }, note) : null,
    ),
    el("div", { class: "plot" }, plot()),
  );
}

function productRow(product, most) {
  const sold = product.soldOut !== undefined && product.soldOut !== null;
  return el(
    "div",
    { class: "row product", "data-row": "p" + product.index, "--hue": product.hue },
    el(
      "div",
      { class: "label" },
      el("span", { class: "name" }, product.name),
      el(
        "span",
        { class: "note" },
        DATA.grid ? say("axis/rowNote", { orders: number(product.orders) }) : null,
        sold
          ? el("b", { class: "bad" }, " · " + say("axis/soldOut") + " " + clock(product.soldOut))
          : product.stockEnd !== undefined && product.stockEnd !== null
            ? " · " + say("axis/left", { n: number(product.stockEnd) })
            : null,
      ),
    ),
    el("div", { class: "plot" }, drawProduct(product, most)),
  );
}

function drawProduct(product, most) {
  const shapes = [gridLines(ROW)];
  for (const talk of product.spans) {
    const x = AXIS.x(talk.start);
    shapes.push(draw("rect", { class: "span", x, y: 0, width: Math.max(1.5, AXIS.x(talk.end) - x), height: ROW }));
  }
  if (product.series) {
    const bins = visibleBins(),
      { orders, baseline, stock } = product.series;
    const scale = (ROW - 8) / most;
    for (const [from, to] of emptyStretches(stock)) {
      shapes.push(
        draw("rect", {
          class: "gone",
          x: AXIS.x(from),
          y: ROW - 5,
          width: Math.max(1, AXIS.x(to) - AXIS.x(from)),
          height: 5,
        }),
      );
    }
    shapes.push(draw("path", { class: "bars", d: barsPath(barsOf(orders, bins, scale), ROW) }));
    shapes.push(draw("path", { class: "baseline", d: lineOf(baseline, bins, (value) => ROW - value * scale) }));
    const full = Math.max(1, ...stock.map((value) => value ?? 0));
    shapes.push(
      draw("path", {
        class: "stock",
        d: lineOf(
          stock,
          bins,
          (value) => ROW - 2 - (value / full) * (ROW - 6),
          (value) => value > 0,
        ),
      }),
    );
  }
  for (const signal of shownSignals()) {
    if (signal.p === product.index && signal.at >= VIEW.from && signal.at <= VIEW.to)
      shapes.push(glyph(signal, AXIS.x(signal.at), 7));
  }
  let free = 0;
  for (const talk of product.spans) {
    const x = Math.max(2, AXIS.x(talk.start) + 3);
    if (!Number.isFinite(talk.uplift) || talk.end < VIEW.from || talk.start > VIEW.to || x < free) continue;
    const label = (talk.uplift < 0.5 ? "" : "+") + number(talk.uplift);
    free = x + label.length * 8 + 4;
    shapes.push(draw("text", { class: "upliftlabel", x, y: 25 }, label));
  }
  if (product.series)
    shapes.push(
      draw(
        "text",
        { class: "peak", x: AXIS.width - 3, y: 26, "text-anchor": "end" },
        say("axis/perMinute", { n: number(most, 1) }),
      ),
    );
  return picture(AXIS.width, ROW, null, shapes);
}

/** Stretches with nothing in stock, in seconds. */
function emptyStretches(stock) {
  const { from, bin } = DATA.grid,
    stretches = [];
  for (let i = 0; i < stock.length; i++) {
    if (stock[i] === null || stock[i] > 0) continue;
    const start = i;
    while (i + 1 < stock.length && stock[i + 1] !== null && stock[i + 1] <= 0) i++;
    stretches.push([from + start * bin, from + (i + 1) * bin]);
  }
  return stretches;
}

/** The host's sentences that contain what was typed. */
function sentencesFound() {
  const query = VIEW.query.trim().toLowerCase();
  return query ? DATA.transcript.filter((sentence) => sentence.text.toLowerCase().includes(query)) : [];
}

function drawHits() {
  const found = sentencesFound();
  PARTS.hits.replaceChildren(
    ...(found.length
      ? [
          el("b", {}, say("axis/hits", { n: found.length })),
          ...found
            .slice(0, 12)
            .map((sentence) =>
              el(
                "button",
                { type: "button", class: "quiet", onclick: () => zoomTo(sentence.start - 30, sentence.end + 30) },
                el("span", { class: "mono" }, clock(sentence.start)),
                " " + sentence.text,
              ),
            ),
        ]
      : []),
  );
}
