// Tables of the history page.
import { besidePage, get, roomPath } from "../base/api.js";
import { el } from "../base/elements.js";
import { money, number } from "../base/format.js";
import { t } from "../base/texts.js";

/** `columns`: a title and what stands in a row's cell; `shown`: the rows before the rest is asked for. */
export function table(label, columns, rows, shown) {
  const line = (row) =>
    el(
      "tr",
      null,
      columns.map(([, cell], i) => (i ? el("td", null, cell(row)) : el("th", { scope: "row" }, cell(row)))),
    );
  const body = el("tbody", null, rows.slice(0, shown).map(line));
  const frame = el(
    "div",
    { class: "matrix-frame", tabindex: "0", role: "region", "aria-labelledby": label },
    el(
      "table",
      { class: "matrix full" },
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          columns.map(([title]) => el("th", { scope: "col" }, title)),
        ),
      ),
      body,
    ),
  );
  if (rows.length <= shown) return frame;
  const more = el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: () => {
        body.append(...rows.slice(shown).map(line));
        more.remove();
      },
    },
    t("history/more", { n: number(rows.length - shown) }),
  );
  return el("div", null, frame, more);
}

/** The figures that shows, products and hosts share. */
export const figureColumns = (sales = (row) => money(row.sales, true)) => [
  [t("totals/orders"), (row) => number(row.orders)],
  [t("totals/units"), (row) => number(row.units)],
  [t("history/sales"), sales],
  [t("history/kept"), (row) => money(row.kept_sales, true)],
  [t("history/uplift"), (row) => number(row.uplift_orders, 1)],
  [t("history/perMinute"), (row) => money(row.earned_per_minute, true)],
  [t("history/stockout"), (row) => number(row.stockout_minutes, 1)],
  [t("history/lostSales"), (row) => money(row.lost_sales, true)],
  [t("history/margin"), (row) => money(row.margin, true)],
];

/** A show's files, listed when they are first wanted. */
export function fileList(show) {
  if (!show.folder) return null;
  const at = (...parts) => roomPath(show.room, "shows", show.folder, "files", ...parts);
  const list = el("ul", { class: "file-list" });
  const box = el("details", null, el("summary", null, t("history/download")), list);
  box.addEventListener("toggle", async () => {
    if (!box.open || list.children.length) return;
    try {
      /** @type {API.ShowFileList} */
      const { files } = await get(at());
      list.replaceChildren(
        ...files.map(({ name, bytes }) =>
          el(
            "li",
            null,
            el("a", { href: besidePage(at(name)), download: name }, name),
            " ",
            el("span", { class: "note" }, t("history/kilobytes", { n: number(bytes / 1000, bytes < 1e5 ? 1 : 0) })),
          ),
        ),
      );
    } catch (error) {
      list.replaceChildren(el("li", { class: "note" }, error.message));
    }
  });
  return box;
}
