// The head of the page: what the show was, in one sentence and a few figures.
function headline() {
  const part = (key, values) => say("headline/" + key, values);
  const soldOut = PRODUCTS.filter((product) => product.advice === "sold_out").length;
  const missed = sumOf("missed");
  let text = part("start", { duration: duration(DATA.show.duration) });
  if (DATA.has.presentations) {
    text += part("talks", {
      talks: number(DATA.talks.length),
      products: number(PRODUCTS.filter((product) => product.talks).length),
    });
  }
  if (DATA.has.timeline) text += part("orders", { orders: number(sumOf("orders")), units: number(sumOf("units")) });
  if (DATA.has.stock && DATA.has.timeline) {
    text += soldOut ? part("soldOut", { count: number(soldOut) }) : part("noneSoldOut");
    if (soldOut && missed >= 1) text += part("missed", { units: number(missed) });
  }
  return text + part("end") + (DATA.show.cut ? part("cut") : "");
}

function figures() {
  const tiles = [];
  const tile = (key, value, note) =>
    tiles.push(
      el(
        "div",
        { class: "tile tile-" + key },
        el("dt", {}, say("kpi/" + key)),
        el("dd", { class: value === "0" ? null : "some" }, value),
        el("p", {}, note),
      ),
    );
  const orders = sumOf("orders"),
    units = sumOf("units");
  if (DATA.has.timeline) {
    tile(
      "orders",
      number(orders),
      say("kpi/ordersNote", { paid: number(sumOf("paid")), cancelled: number(sumOf("cancelled")) }),
    );
    tile("units", number(units), say("kpi/unitsNote", { per: number(orders ? units / orders : 0, 2) }));
    const sales = sumOf("sales");
    if (sales) tile("sales", money(sales), say("kpi/salesNote", { kept: money(sumOf("kept")) }));
  }
  if (DATA.has.uplift) {
    const uplift = sumOf("uplift");
    tile("uplift", number(uplift), orders ? say("kpi/upliftNote", { share: percent(uplift / orders) }) : "");
  }
  if (DATA.has.stock && DATA.has.timeline) {
    tile(
      "soldOut",
      number(PRODUCTS.filter((product) => product.advice === "sold_out").length),
      DATA.has.missed
        ? say("kpi/soldOutNote", { units: number(sumOf("missed")), money: money(sumOf("lost")) })
        : say("kpi/soldOutPlain"),
    );
  }
  if (DATA.has.presentations) {
    tile(
      "talks",
      number(DATA.talks.length),
      say("kpi/talksNote", {
        products: number(PRODUCTS.filter((product) => product.talks).length),
        minutes: duration(sumOf("talk")),
      }),
    );
  }
  const comments = sumOf("comments");
  if (comments)
    tile(
      "comments",
      number(comments),
      say("kpi/commentsNote", { rate: number((comments * 60) / Math.max(1, DATA.show.duration), 1) }),
    );
  return el("dl", { class: "tiles" }, tiles);
}

function pageHead() {
  const { room, recording, duration: length } = DATA.show;
  return el(
    "header",
    { class: "head" },
    el(
      "div",
      { class: "brand" },
      el("span", { class: "logo", "aria-hidden": "true" }),
      el("span", {}, "Liveshelf"),
      el("span", { class: "sub" }, say("title")),
    ),
    el("h1", {}, headline()),
    el(
      "p",
      { class: "facts" },
      say("room", { room }),
      " · ",
      dayOfShow(),
      " ",
      timeOfDay(0, false),
      "–",
      timeOfDay(length, false),
      recording ? " · " + recording : "",
    ),
  );
}

function toolbar() {
  const input = el("input", {
    type: "search",
    placeholder: say("search"),
    "aria-label": say("search"),
    value: VIEW.query,
    oninput: (event) => {
      VIEW.query = event.target.value;
      renderLists();
    },
  });
  const themes = ["auto", "light", "dark"];
  return el(
    "div",
    { class: "toolbar noprint", role: "search" },
    input,
    el(
      "button",
      {
        type: "button",
        "aria-label": say("theme") + ": " + say("themes/" + VIEW.theme),
        onclick: () => {
          VIEW.theme = themes[(themes.indexOf(VIEW.theme) + 1) % 3];
          applyTheme();
          render();
        },
      },
      say("themes/" + VIEW.theme),
    ),
    el(
      "button",
      {
        type: "button",
        lang: VIEW.language === "zh" ? "en" : "zh-CN",
        onclick: () => {
          VIEW.language = VIEW.language === "zh" ? "en" : "zh";
          render();
        },
      },
      say("language"),
    ),
    el("button", { type: "button", class: "wide", onclick: () => print() }, say("print")),
  );
}

function methodSection() {
  const { lag, clocks, grid, has } = DATA,
    notes = [];
  const note = (key, values) => notes.push(el("li", {}, say("method/" + key, values)));
  if (has.timeline) {
    note("window", { minutes: number(DATA.show.aftermath / 60) });
    note("sales");
    note("stockRule");
  }
  if (has.stock && has.timeline) note("slow");
  if (has.uplift) note("uplift");
  if (grid) note("bin", { bin: duration(grid.bin) });
  if (lag && [lag.p10, lag.p50, lag.p90].every(Number.isFinite))
    note("lag", { p10: number(lag.p10, 1), p50: number(lag.p50, 1), p90: number(lag.p90, 1) });
  if (DATA.transcriptCut) note("transcriptCut");
  if (DATA.leftOut) note("leftOut", { n: number(DATA.leftOut) });
  const missing = Object.keys(TEXTS.en.method.files)
    .filter((key) => !has[key])
    .map((key) => say("method/files/" + key));
  if (missing.length)
    notes.push(el("li", {}, say("method/missing") + " " + missing.join(VIEW.language === "zh" ? "、" : ", ")));
  const sources = clocks
    .filter((source) => Number.isFinite(source.offset))
    .map((source) => {
      const interval = Number.isFinite(source.low) && Number.isFinite(source.high);
      const three = (value) => number(value, 3);
      return el(
        "li",
        {},
        say(interval ? "method/clock" : "method/clockPlain", {
          source: source.source,
          offset: three(source.offset),
          low: three(source.low ?? 0),
          high: three(source.high ?? 0),
          events: number(source.events ?? 0),
        }),
      );
    });
  return el(
    "footer",
    { class: "method" },
    el("h2", {}, say("method/title")),
    el("ul", {}, notes),
    sources.length ? [el("h3", {}, say("method/clocks")), el("ul", { class: "columns" }, sources)] : null,
    el("p", { class: "lead" }, say("method/made")),
  );
}
