// Puts the page together, and again when language, search or size change.
addEventListener("error", (event) => (document.documentElement.dataset.error = event.message));

function applyTheme() {
  if (VIEW.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = VIEW.theme;
}

function render() {
  document.documentElement.lang = VIEW.language === "zh" ? "zh-CN" : "en";
  document.title = `${DATA.show.room} ${dayOfShow()} · ${say("title")}`;
  keepInAddress();
  PARTS.tip = el("div", { class: "tip", hidden: true });
  PARTS.live = el("div", { class: "silent", "aria-live": "polite" });
  PARTS.lists = { stock: el("div"), talks: el("div"), signals: el("div") };
  document
    .getElementById("report")
    .replaceChildren(
      pageHead(),
      toolbar(),
      el("main", {}, figures(), PARTS.lists.stock, axisSection(), PARTS.lists.talks, PARTS.lists.signals),
      methodSection(),
      PARTS.tip,
      PARTS.live,
    );
  listenToAxis();
  measure();
  renderLists();
}

/** Draws what search and filters change. */
function renderLists() {
  PARTS.lists.stock.replaceChildren(stockSection() ?? "");
  PARTS.lists.talks.replaceChildren(talksSection() ?? "");
  PARTS.lists.signals.replaceChildren(signalsSection() ?? "");
  drawAxis();
}

/** The width of the plots, from the page or given for paper. */
function measure(given) {
  AXIS.width = Math.max(120, Math.round(given ?? PARTS.overview.clientWidth));
}

applyTheme();
render();
new ResizeObserver(() => {
  const width = PARTS.overview.clientWidth;
  if (width && Math.abs(width - AXIS.width) > 1) {
    measure();
    drawAxis();
  }
}).observe(document.body);
addEventListener("beforeprint", () => {
  measure(560);
  VIEW.from = HOME.from;
  VIEW.to = HOME.to;
  hideTip();
  drawAxis();
});
addEventListener("afterprint", () => {
  measure();
  drawAxis();
});
document.documentElement.dataset.ready = "true";
