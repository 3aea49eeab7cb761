// All products with their stock, which ticks with every order, the most urgent first.
import { el, emptyState, KeyedList, panel, setAttribute, setProperty, setText } from "../base/elements.js";
import { duration, isOut, number, rate } from "../base/format.js";
import { preference } from "../base/preferences.js";
import { t } from "../base/texts.js";
import { TickingNumber } from "./ticking-number.js";

const HEATS = ["surging", "brink", "sold_out", "slow"];
const REORDER = 4000;
const TURN = 10000;

/** Smaller is more urgent; the unit is of no meaning. */
function urgency(product) {
  if (product.presenting) return 0;
  if (product.available < 0) return 1;
  switch (product.heat) {
    case "brink":
      return 2 + Math.min(0.99, (product.stockout_eta_s ?? 1e5) / 1e5);
    case "surging":
      return 3 - Math.min(0.99, product.orders_per_min / 1000);
    case "sold_out":
      return 4;
    case "slow":
      return 8;
    case "idle":
      return 9;
    default:
      return 6 - Math.min(0.99, product.orders_per_min / 1000);
  }
}

const isPressing = (product) => urgency(product) < 4.5;

export const byUrgency = (a, b) =>
  urgency(a) - urgency(b) || (a.link_no ?? 1e9) - (b.link_no ?? 1e9) || (a.sku < b.sku ? -1 : 1);

class Row {
  constructor(context) {
    this.context = context;
    this.link = el("span", { class: "link-badge" });
    this.name = el("span", { class: "row-name" });
    this.heat = el("span", { class: "heat" });
    this.stock = el("span", { class: "row-stock" });
    this.ticking = new TickingNumber(this.stock);
    this.bar = el("span", { class: "stock-bar", "aria-hidden": "true" }, el("i"));
    this.pace = el("span", { class: "row-pace" });
    this.eta = el("span", { class: "row-eta" });
    this.anchor = el(
      "a",
      { class: "shelf-row" },
      this.link,
      this.name,
      this.heat,
      this.bar,
      this.stock,
      this.pace,
      this.eta,
    );
    this.element = el("li", null, this.anchor);
    this.shown = null;
  }

  /** @param {API.Product} product */
  update(product) {
    if (product === this.shown) return;
    this.shown = product;
    setText(this.link, product.link_no === null || product.link_no === undefined ? "–" : String(product.link_no));
    setText(this.name, product.name);
    setAttribute(this.name, "title", product.name);
    const heat = product.presenting ? "now" : product.heat;
    const eta = isOut(product) ? null : product.stockout_eta_s;
    // A wall has no room for a column of times: the mark says when, where that matters.
    const isNear = preference("wall") === "on" && product.heat === "brink" && eta !== null && eta !== undefined;
    setText(this.heat, product.presenting ? t("shelf/now") : isNear ? duration(eta) : t(`heat/${product.heat}`));
    setAttribute(this.heat, "data-heat", heat);
    setAttribute(this.anchor, "data-heat", product.heat);
    setAttribute(this.anchor, "data-presenting", product.presenting ? "true" : null);
    setAttribute(this.anchor, "href", this.context.productAddress(product.sku));
    this.ticking.show(product.available);
    setProperty(
      this.bar,
      "--part",
      product.opening > 0 ? Math.max(0, Math.min(1, product.available / product.opening)).toFixed(3) : 0,
    );
    setText(this.pace, product.orders_per_min > 0 ? rate(product.orders_per_min) : "0");
    setAttribute(this.pace, "data-zero", product.orders_per_min > 0 ? null : "true");
    setText(this.eta, eta === null || eta === undefined || eta > 7200 ? "" : duration(eta));
    setAttribute(
      this.anchor,
      "aria-label",
      t("shelf/label", {
        link: product.link_no ? `${t("now/link", { n: product.link_no })} ` : "",
        name: product.name,
        heat: t(`heat/${product.heat}`),
        stock: number(product.available),
        pace: rate(product.orders_per_min),
      }),
    );
  }
}

export class ShelfPanel {
  constructor(context) {
    this.context = context;
    const { element, tools } = panel("shelf", t("shelf/title"));
    this.filter = "all";
    this.search = el("input", {
      type: "search",
      class: "search",
      placeholder: t("shelf/search"),
      "aria-label": t("shelf/search"),
      oninput: () => this.arrange(true),
    });
    this.chips = el("div", { class: "choice chips", role: "group", "aria-label": t("shelf/title") });
    tools.append(this.search);
    this.list = el("ol", { class: "shelf-list" });
    this.rows = new KeyedList(
      this.list,
      (product) => product.sku,
      () => new Row(context),
    );
    const word = (name, text) => el("span", { class: name }, text);
    this.legend = el(
      "div",
      { class: "shelf-row shelf-legend", "aria-hidden": "true" },
      word("", ""),
      word("row-name", t("shelf/product")),
      word("", ""),
      word("", ""),
      word("row-stock", t("shelf/stock")),
      word("row-pace", t("shelf/pace")),
      word("row-eta", t("shelf/stockout")),
    );
    this.blank = el("div", { hidden: true });
    this.pages = el("p", { class: "note shelf-pages" });
    this.frame = el(
      "div",
      { class: "shelf-frame", tabindex: "0", role: "region", "aria-labelledby": "shelf-title" },
      this.legend,
      this.list,
      this.blank,
    );
    element.append(this.chips, this.frame, this.pages);
    this.element = element;
    this.order = [];
    this.arrangedAt = 0;
    this.page = 0;
    this.turnedAt = performance.now();
  }

  focusSearch() {
    this.search.focus();
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    this.store = store;
    if (!changes.has("products") && !changes.has("snapshot") && !changes.has("now")) return;
    const isDue = performance.now() - this.arrangedAt > REORDER && !this.frame.matches(":hover, :focus-within");
    this.arrange(isDue || changes.has("snapshot") || this.order.length !== store.products.size);
  }

  /** Shows the products; they change places only now and then, so that the eye can follow. */
  arrange(reorders) {
    if (!this.store) return;
    const products = [...this.store.products.values()];
    if (reorders) {
      this.order = products.sort(byUrgency).map((product) => product.sku);
      this.arrangedAt = performance.now();
    }
    this.showChips(products);
    const wanted = this.search.value.trim().toLowerCase();
    const shown = this.order
      .map((sku) => this.store.products.get(sku))
      .filter(
        (product) =>
          product &&
          (this.filter === "all" || product.heat === this.filter) &&
          (!wanted ||
            `${product.link_no} ${product.sku} ${product.name} ${product.category}`.toLowerCase().includes(wanted)),
      );
    this.rows.show(this.pageOf(shown));
    const blank = products.length === 0 ? "empty" : shown.length === 0 ? "none" : null;
    this.blank.hidden = !blank;
    this.legend.hidden = this.list.hidden = Boolean(blank);
    if (blank !== this.blankKind)
      this.blank.replaceChildren(
        blank ? emptyState(t(`shelf/${blank}`), blank === "empty" ? t("shelf/emptyNote") : null) : "",
      );
    this.blankKind = blank;
  }

  /** On a wall nobody scrolls: what presses stays, and the others come in turns. */
  pageOf(products) {
    if (preference("wall") !== "on") {
      this.pages.hidden = true;
      return products;
    }
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const rows = Math.max(4, Math.floor((this.frame.clientHeight - 1.8 * rem) / (2.4 * rem)));
    if (products.length <= rows) {
      this.pages.hidden = true;
      return products;
    }
    const pinned = products.filter(isPressing).slice(0, Math.ceil(rows / 2));
    const others = products.filter((product) => !pinned.includes(product));
    const free = rows - pinned.length;
    const count = Math.ceil(others.length / free);
    if (performance.now() - this.turnedAt > TURN) {
      this.page += 1;
      this.turnedAt = performance.now();
    }
    this.page %= count;
    this.pages.hidden = false;
    setText(this.pages, t("shelf/page", { page: this.page + 1, pages: count }));
    return [...pinned, ...others.slice(this.page * free, (this.page + 1) * free)];
  }

  showChips(products) {
    const counts = Object.fromEntries(HEATS.map((heat) => [heat, 0]));
    for (const product of products) if (product.heat in counts) counts[product.heat] += 1;
    const key = `${this.filter}/${products.length}/${Object.values(counts)}`;
    if (key === this.chipsKey) return;
    this.chipsKey = key;
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = this.chips.contains(active) ? active.dataset.value : null;
    this.chips.replaceChildren(
      ...["all", ...HEATS].map((heat) =>
        el(
          "button",
          {
            type: "button",
            "data-value": heat,
            "data-heat": heat,
            "aria-pressed": String(this.filter === heat),
            onclick: () => {
              this.filter = this.filter === heat ? "all" : heat;
              this.page = 0;
              this.arrange(true);
            },
          },
          heat === "all" ? t("shelf/all") : t(`heat/${heat}`),
          el("span", { class: "count" }, String(heat === "all" ? products.length : counts[heat])),
        ),
      ),
    );
    if (focused) this.chips.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }

  tick() {
    if (preference("wall") === "on") this.arrange(performance.now() - this.arrangedAt > REORDER);
  }
}
