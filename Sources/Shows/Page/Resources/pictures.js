// Pictures and choices, of elements.
/** A picture of the given size in pixels. It is described in words elsewhere, unless it has a label. */
const picture = (width, height, label, ...children) =>
  draw(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: "none",
      ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
    },
    ...children,
  );

/** Bars from the bottom line, as one path: `[x, width, height]` each. */
const barsPath = (bars, bottom) =>
  bars
    .map(([x, width, height]) =>
      height > 0 ? `M${x.toFixed(1)} ${bottom}v${(-height).toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}z` : "",
    )
    .join("");

/** A line that breaks where a value is missing: `[x, y]` or `null` each. */
function linePath(points) {
  let path = "",
    pen = "M";
  for (const point of points) {
    if (!point) {
      pen = "M";
      continue;
    }
    path += `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    pen = "L";
  }
  return path;
}

/** A group of buttons of which one is pressed. */
function choice(label, options, chosen, choose) {
  return el(
    "div",
    { class: "choice", role: "group", "aria-label": label },
    options.map(([value, text, count]) =>
      el(
        "button",
        { type: "button", "aria-pressed": String(value === chosen), onclick: () => choose(value) },
        text,
        count === undefined ? null : el("span", { class: "count" }, String(count)),
      ),
    ),
  );
}
