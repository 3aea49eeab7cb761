// The axis: scale, ruler and the lanes of the whole show. The product rows are in rows.js.
const AXIS = { width: 600, x: (time) => ((time - VIEW.from) / (VIEW.to - VIEW.from)) * AXIS.width };
const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400, 604800];
const LANE = { talks: 46, orders: 70, comments: 34, events: 34 };

/** Moments for the ruler, about 90 pixels apart. */
function ticks() {
  const wanted = ((VIEW.to - VIEW.from) / AXIS.width) * 90;
  const step = STEPS.find((candidate) => candidate >= wanted) ?? STEPS.at(-1);
  const moments = [];
  for (let time = Math.ceil(VIEW.from / step) * step; time <= VIEW.to; time += step) moments.push(time);
  return moments;
}

/** The columns' visible part in bars of at least three pixels: `{time, length, at: [first, last]}` each. */
function visibleBins() {
  if (!DATA.grid) return [];
  const { from, bin, count } = DATA.grid;
  const group = Math.max(1, Math.ceil((3 * (VIEW.to - VIEW.from)) / AXIS.width / bin));
  const first = Math.max(0, Math.floor((VIEW.from - from) / bin / group) * group);
  const last = Math.min(count, Math.ceil((VIEW.to - from) / bin));
  const bins = [];
  for (let i = first; i < last; i += group) {
    bins.push({ time: from + i * bin, length: Math.min(group, count - i) * bin, at: [i, Math.min(count, i + group)] });
  }
  return bins;
}

/** The sum and the mean of a column over a bin; the mean is null where nothing is known. */
function binSum(column, [first, last]) {
  let sum = 0;
  for (let i = first; i < last; i++) sum += column[i] ?? 0;
  return sum;
}
function binMean(column, [first, last]) {
  let sum = 0,
    known = 0;
  for (let i = first; i < last; i++)
    if (column[i] !== null && column[i] !== undefined) {
      sum += column[i];
      known += 1;
    }
  return known ? sum / known : null;
}

const perMinute = (column, bin) => (binSum(column, bin.at) * 60) / bin.length;
const barsOf = (column, bins, scale) =>
  bins.map((bin) => {
    const x = AXIS.x(bin.time),
      width = AXIS.x(bin.time + bin.length) - x;
    return [x + 0.3, Math.max(0.8, width - (width > 5 ? 1 : 0.5)), perMinute(column, bin) * scale];
  });
const lineOf = (column, bins, y, isShown = () => true) =>
  linePath(
    bins.map((bin) => {
      const value = binMean(column, bin.at);
      return value === null || !isShown(value) ? null : [AXIS.x(bin.time + bin.length / 2), y(value)];
    }),
  );

function gridLines(height) {
  return [
    draw("path", {
      class: "gridline",
      d: ticks()
        .map((time) => `M${AXIS.x(time).toFixed(1)} 0V${height}`)
        .join(""),
    }),
    draw("path", {
      class: "showedge",
      d: [0, DATA.show.duration].map((time) => `M${AXIS.x(time).toFixed(1)} 0V${height}`).join(""),
    }),
  ];
}

function drawRuler() {
  return picture(
    AXIS.width,
    36,
    null,
    gridLines(36).slice(0, 1),
    ticks().map((time) => {
      const x = AXIS.x(time),
        anchor = x < 20 ? "start" : x > AXIS.width - 24 ? "end" : "middle";
      return [
        draw("text", { class: "tick", x, y: 14, "text-anchor": anchor }, clock(time)),
        draw(
          "text",
          { class: "tick faint", x, y: 29, "text-anchor": anchor },
          timeOfDay(time, VIEW.to - VIEW.from < 600),
        ),
      ];
    }),
  );
}

/** The presentations as bands, with their names where they fit. */
function drawTalks() {
  const height = LANE.talks;
  return picture(
    AXIS.width,
    height,
    null,
    gridLines(height),
    DATA.talks.map((talk) => {
      const product = PRODUCTS[talk.p];
      const left = Math.max(AXIS.x(talk.start), -2),
        right = Math.min(AXIS.x(talk.end), AXIS.width + 2);
      if (right <= 0 || left >= AXIS.width || right <= left) return null;
      const width = Math.max(2, right - left);
      const dim = matches(product) ? "" : " dim";
      return draw(
        "g",
        { class: "talk" + dim, "--hue": product.hue },
        draw("rect", { class: "band", x: left, y: 6, width, height: height - 12, rx: 4 }),
        draw("rect", { class: "bandedge", x: left, y: 6, width: Math.min(3, width), height: height - 12, rx: 1.5 }),
        bandName(product.name, Math.floor((width - 9) / 11.6)).map((line, i, lines) =>
          draw("text", { class: "bandname", x: left + 7, y: height / 2 + 4 + (i - (lines.length - 1) / 2) * 14 }, line),
        ),
      );
    }),
    mentionTicks(height),
    hitTicks(height),
  );
}

/** A name in up to two lines of a width that is counted in Chinese characters; nothing where hardly any fits. */
function bandName(name, most) {
  if (most < 2) return [];
  const lines = [""];
  let width = 0;
  for (const character of name) {
    width += character.codePointAt(0) > 0x2e80 ? 1 : 0.6;
    if (width > most) {
      if (lines.length === 2) return [lines[0], lines[1].slice(0, -1) + "…"];
      lines.push("");
      width = 1;
    }
    lines[lines.length - 1] += character;
  }
  return lines;
}

const mentionTicks = (height) =>
  draw("path", {
    class: "mention",
    d: DATA.mentions
      .filter((m) => m.start >= VIEW.from && m.start <= VIEW.to)
      .map((m) => `M${AXIS.x(m.start).toFixed(1)} ${height - 5}v5`)
      .join(""),
  });

const hitTicks = (height) =>
  draw("path", {
    class: "hit",
    d: sentencesFound()
      .map((s) => `M${AXIS.x(s.start).toFixed(1)} 0V${height}`)
      .join(""),
  });

function drawOrders() {
  const height = LANE.orders,
    bins = visibleBins();
  const most = Math.max(1, ...bins.map((bin) => perMinute(TOTALS.orders, bin)));
  const scale = (height - 14) / most;
  return {
    most,
    svg: picture(
      AXIS.width,
      height,
      null,
      gridLines(height),
      draw("path", { class: "bars all", d: barsPath(barsOf(TOTALS.orders, bins, scale), height) }),
      draw("path", { class: "baseline", d: lineOf(TOTALS.baseline, bins, (value) => height - value * scale) }),
    ),
  };
}

function drawComments() {
  const height = LANE.comments,
    bins = visibleBins();
  const most = Math.max(1, ...bins.map((bin) => perMinute(TOTALS.comments, bin)));
  return picture(
    AXIS.width,
    height,
    null,
    gridLines(height),
    draw("path", { class: "bars comments", d: barsPath(barsOf(TOTALS.comments, bins, (height - 6) / most), height) }),
  );
}

/** Markers above, signals below. */
function drawEvents() {
  const height = LANE.events;
  return picture(
    AXIS.width,
    height,
    null,
    gridLines(height),
    DATA.markers
      .filter((m) => m.end >= VIEW.from && m.start <= VIEW.to)
      .map((m) =>
        draw("rect", {
          class: "marker",
          x: AXIS.x(m.start),
          y: 4,
          width: Math.max(2.5, AXIS.x(m.end) - AXIS.x(m.start)),
          height: 9,
          rx: 2,
        }),
      ),
    shownSignals()
      .filter((s) => s.at >= VIEW.from && s.at <= VIEW.to)
      .map((s) => glyph(s, AXIS.x(s.at), 24)),
  );
}

/** The whole show in small, with the visible stretch. */
function drawOverview(width) {
  const height = 40,
    span = EXTENT.to - EXTENT.from;
  const x = (time) => ((time - EXTENT.from) / span) * width;
  const shapes = [];
  if (DATA.grid) {
    const most = Math.max(1, ...TOTALS.orders);
    const points = TOTALS.orders.map((value, i) => [
      x(DATA.grid.from + (i + 0.5) * DATA.grid.bin),
      height - (value / most) * (height - 8),
    ]);
    shapes.push(
      draw("path", {
        class: "overviewarea",
        d: `M0 ${height}` + linePath(points).replace(/^M/, "L") + `L${width} ${height}z`,
      }),
    );
  }
  for (const talk of DATA.talks) {
    shapes.push(
      draw("rect", {
        class: "band",
        "--hue": PRODUCTS[talk.p].hue,
        x: x(talk.start),
        y: 0,
        width: Math.max(1, x(talk.end) - x(talk.start)),
        height: 5,
      }),
    );
  }
  if (isZoomed()) {
    shapes.push(
      draw("path", {
        class: "shade",
        d: `M0 0H${x(VIEW.from)}V${height}H0zM${x(VIEW.to)} 0H${width}V${height}H${x(VIEW.to)}z`,
      }),
    );
    shapes.push(
      draw("rect", {
        class: "window",
        x: x(VIEW.from),
        y: 0.5,
        width: Math.max(2, x(VIEW.to) - x(VIEW.from)),
        height: height - 1,
      }),
    );
  }
  return picture(width, height, null, shapes);
}
