// Pointing, zooming, brushing and the keyboard on the axis.
const TOUCHES = new Map();
let drag = null,
  pinch = null;

const plotBox = () => PARTS.rows.querySelector(".plot").getBoundingClientRect();
const timeAt = (clientX) => VIEW.from + ((clientX - plotBox().left) / AXIS.width) * (VIEW.to - VIEW.from);
const inPlot = (event) => {
  const box = plotBox();
  return event.clientX >= box.left && event.clientX <= box.right;
};

function listenToAxis() {
  const axis = PARTS.axis;
  axis.addEventListener("pointermove", moved);
  axis.addEventListener("pointerleave", () => {
    if (!drag) hideTip();
  });
  axis.addEventListener("pointerdown", pressed);
  axis.addEventListener("pointerup", released);
  axis.addEventListener("pointercancel", released);
  axis.addEventListener("dblclick", () => zoomTo(HOME.from, HOME.to));
  axis.addEventListener("wheel", turned, { passive: false });
  axis.addEventListener("keydown", typed);
  axis.addEventListener("blur", hideTip);
  listenToOverview();
}

function moved(event) {
  if (TOUCHES.has(event.pointerId)) TOUCHES.set(event.pointerId, event.clientX);
  if (pinch && TOUCHES.size === 2) return pinched();
  if (drag) {
    if (drag.touch) {
      const shift = ((drag.x - event.clientX) / AXIS.width) * (VIEW.to - VIEW.from);
      if (Math.abs(drag.x - event.clientX) > 6 && isZoomed()) {
        drag.x = event.clientX;
        zoomTo(VIEW.from + shift, VIEW.to + shift);
      }
      return;
    }
    return showBrush(drag.x, event.clientX);
  }
  if (!inPlot(event)) return hideTip();
  pointAt(timeAt(event.clientX), event.target.closest("[data-row]")?.dataset.row ?? null, event);
}

function pressed(event) {
  if (!inPlot(event) || event.button > 0) return;
  const touch = event.pointerType === "touch";
  PARTS.axis.setPointerCapture(event.pointerId);
  if (touch) TOUCHES.set(event.pointerId, event.clientX);
  if (TOUCHES.size === 2) {
    const [a, b] = [...TOUCHES.values()];
    pinch = { times: [timeAt(a), timeAt(b)] };
    drag = null;
    return;
  }
  drag = { x: event.clientX, start: event.clientX, touch };
}

function released(event) {
  TOUCHES.delete(event.pointerId);
  if (TOUCHES.size < 2) pinch = null;
  if (drag && event.type === "pointerup") {
    const distance = Math.abs(event.clientX - drag.start);
    if (!drag.touch && distance > 6) {
      const [from, to] = [timeAt(drag.start), timeAt(event.clientX)].sort((a, b) => a - b);
      zoomTo(from, to);
    } else if (drag.touch && distance <= 6) {
      pointAt(
        timeAt(event.clientX),
        document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-row]")?.dataset.row ?? null,
        event,
      );
    }
  }
  drag = null;
  PARTS.brush.hidden = true;
}

/** Keeps the moments that the fingers took hold of under the fingers. */
function pinched() {
  const box = plotBox(),
    [a, b] = [...TOUCHES.values()].map((x) => x - box.left),
    [s, t] = pinch.times;
  if (Math.abs(a - b) < 12) return;
  const perPixel = (t - s) / (b - a);
  if (perPixel > 0) zoomTo(s - a * perPixel, s + (AXIS.width - a) * perPixel);
}

function showBrush(a, b) {
  const box = PARTS.axis.getBoundingClientRect(),
    left = Math.max(Math.min(a, b), plotBox().left);
  PARTS.brush.hidden = false;
  PARTS.brush.style.left = left - box.left + "px";
  PARTS.brush.style.width = Math.max(a, b) - left + "px";
}

/** The wheel scrolls the page; with Ctrl, or on the ruler, it zooms; sideways it moves. */
function turned(event) {
  const onRuler = event.target.closest('[data-row="ruler"]');
  if (event.ctrlKey || event.metaKey || onRuler) {
    event.preventDefault();
    zoomBy(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.006), timeAt(event.clientX));
  } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && isZoomed()) {
    event.preventDefault();
    const shift = (event.deltaX / AXIS.width) * (VIEW.to - VIEW.from);
    zoomTo(VIEW.from + shift, VIEW.to + shift);
  }
}

function typed(event) {
  const span = VIEW.to - VIEW.from,
    step = DATA.grid ? DATA.grid.bin : span / 60;
  const at = VIEW.cursor ?? VIEW.from + span / 2;
  const names = [...PARTS.rows.querySelectorAll("[data-row]")].map((element) => element.dataset.row);
  const place = Math.max(0, names.indexOf(VIEW.row));
  const go = (time, name) => {
    if (time < VIEW.from || time > VIEW.to) zoomTo(time - span / 2, time + span / 2);
    pointAt(Math.min(Math.max(time, EXTENT.from), EXTENT.to), name ?? VIEW.row ?? names[0], null);
  };
  const actions = {
    ArrowLeft: () => go(at - step * (event.shiftKey ? 6 : 1)),
    ArrowRight: () => go(at + step * (event.shiftKey ? 6 : 1)),
    ArrowUp: () => go(at, names[Math.max(0, place - 1)]),
    ArrowDown: () => go(at, names[Math.min(names.length - 1, place + 1)]),
    "+": () => zoomBy(0.5, at),
    "=": () => zoomBy(0.5, at),
    "-": () => zoomBy(2, at),
    0: () => zoomTo(HOME.from, HOME.to),
    Home: () => go(0),
    End: () => go(DATA.show.duration),
    Escape: hideTip,
  };
  if (event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

/** On the overview a drag chooses a stretch, and inside the visible one moves it. */
function listenToOverview() {
  const strip = PARTS.overview;
  const at = (event) =>
    EXTENT.from +
    ((event.clientX - strip.getBoundingClientRect().left) / strip.clientWidth) * (EXTENT.to - EXTENT.from);
  let hold = null;
  strip.addEventListener("pointerdown", (event) => {
    const time = at(event);
    hold = { time, inside: isZoomed() && time > VIEW.from && time < VIEW.to, from: VIEW.from, to: VIEW.to };
    strip.setPointerCapture(event.pointerId);
  });
  strip.addEventListener("pointermove", (event) => {
    if (!hold) return;
    const time = at(event),
      shift = time - hold.time;
    if (hold.inside) zoomTo(hold.from + shift, hold.to + shift);
    else if (Math.abs(shift) > 1) zoomTo(Math.min(time, hold.time), Math.max(time, hold.time));
  });
  for (const name of ["pointerup", "pointercancel"]) strip.addEventListener(name, () => (hold = null));
  strip.addEventListener("dblclick", () => zoomTo(HOME.from, HOME.to));
  strip.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoomBy(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.006), at(event));
    },
    { passive: false },
  );
}

/** Puts the cursor on a moment and says what was going on. */
function pointAt(time, rowName, event) {
  VIEW.cursor = time;
  VIEW.row = rowName;
  placeCursor();
  const facts = factsAt(time, rowName);
  PARTS.tip.replaceChildren(
    el("div", { class: "when" }, el("b", {}, clock(time)), " · " + timeOfDay(time)),
    facts.title ? el("div", { class: "what" }, facts.title) : "",
    el(
      "dl",
      {},
      facts.lines.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    ),
  );
  PARTS.tip.hidden = false;
  if (!event)
    PARTS.live.textContent = [clock(time), facts.title, ...facts.lines.map(([name, value]) => `${name} ${value}`)]
      .filter(Boolean)
      .join(", ");
  placeTip(event);
}

function placeTip(event) {
  const box = plotBox(),
    tip = PARTS.tip.getBoundingClientRect();
  const x = box.left + AXIS.x(VIEW.cursor);
  const rowBox = PARTS.rows.querySelector(`[data-row="${VIEW.row}"]`)?.getBoundingClientRect();
  const y = event ? event.clientY : (rowBox?.bottom ?? box.bottom);
  const left = x + 16 + tip.width < innerWidth ? x + 16 : Math.max(8, x - tip.width - 16);
  PARTS.tip.style.left = left + "px";
  PARTS.tip.style.top = Math.max(8, Math.min(y + 14, innerHeight - tip.height - 8)) + "px";
}

function placeCursor() {
  const shown = VIEW.cursor !== null && VIEW.cursor >= VIEW.from && VIEW.cursor <= VIEW.to;
  PARTS.cursor.hidden = !shown;
  if (!shown) return;
  PARTS.cursor.style.left = plotBox().left - PARTS.axis.getBoundingClientRect().left + AXIS.x(VIEW.cursor) + "px";
  for (const element of PARTS.rows.querySelectorAll("[data-row]"))
    element.classList.toggle("at", element.dataset.row === VIEW.row);
}

function hideTip() {
  VIEW.cursor = null;
  VIEW.row = null;
  PARTS.tip.hidden = true;
  PARTS.cursor.hidden = true;
  for (const element of PARTS.rows.querySelectorAll(".at")) element.classList.remove("at");
}

/** What is known about a moment, for a product's row or for the whole show. */
function factsAt(time, rowName) {
  const product = /^p\d+$/.test(rowName ?? "") ? PRODUCTS[Number(rowName.slice(1))] : null;
  const bin = binAt(time),
    lines = [];
  const add = (key, value) => {
    if (value !== null && value !== undefined) lines.push([say("tip/" + key), value]);
  };
  if (bin >= 0) {
    const column = product ? product.series : TOTALS;
    const rate = (value) => (value === null || value === undefined ? null : say("tip/rate", { n: number(value, 1) }));
    if (column) {
      add("orders", number(column.orders[bin] ?? 0));
      add("baseline", rate(column.baseline[bin]));
      if (product) add("demand", rate(column.demand[bin]));
      if (product && column.stock[bin] !== null && column.stock[bin] !== undefined)
        add("stock", say("tip/pieces", { n: number(column.stock[bin]) }));
      if (column.comments[bin]) add("comments", number(column.comments[bin]));
    }
  }
  const talk = DATA.talks.find((candidate) => time >= candidate.start && time < candidate.end);
  if (talk) add("talking", PRODUCTS[talk.p].name);
  const near = ((VIEW.to - VIEW.from) / AXIS.width) * 7;
  const marker = DATA.markers.find((m) => time >= m.start - near && time <= m.end + near);
  if (marker && !product) add("marker", marker.text);
  for (const signal of shownSignals()
    .filter((s) => Math.abs(s.at - time) <= near && (!product || s.p === product.index))
    .slice(0, 3)) {
    add(
      "signal",
      signalTitle(signal) +
        (product || signal.p === undefined || signal.p === null ? "" : " · " + PRODUCTS[signal.p].name),
    );
  }
  const sentence = DATA.transcript.findLast((s) => s.start <= time && time <= s.end + 1.5);
  if (sentence) add("said", sentence.text.length > 60 ? sentence.text.slice(0, 60) + "…" : sentence.text);
  return { title: product?.name ?? null, lines };
}
