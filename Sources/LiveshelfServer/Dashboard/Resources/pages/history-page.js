// What the shows of all rooms say together: shows, products, hosts, effects, and what was said in them.
import { get } from "../base/api.js";
import { el, emptyState, panel, setText } from "../base/elements.js";
import { dateAndTime, duration, money, number } from "../base/format.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";
import { effectPanel, effectRows } from "./history-effects.js";
import { TranscriptSearch } from "./history-search.js";
import { figureColumns, fileList, table } from "./history-tables.js";

class HistoryPage {
  constructor(context, { sku = null }) {
    this.context = context;
    this.sku = sku;
    this.title = t("history/title");
    this.heading = el("h1", null, t("history/title"));
    this.facts = el("p", { class: "note" });
    this.body = el("div", { class: "history" }, el("p", { class: "note" }, t("history/loading")));
    this.search = new TranscriptSearch((room, show) => this.showLink(room, show));
    this.element = el(
      "div",
      { class: "page page-history" },
      el(
        "header",
        { class: "page-head" },
        sku ? el("a", { class: "quiet", href: "#/history" }, icon("back"), el("span", null, t("history/all"))) : null,
        this.heading,
        this.facts,
      ),
      sku ? null : this.search.element,
      this.body,
    );
    this.load();
  }

  async load() {
    try {
      /** @type {API.History} */
      this.data = await get(`/v1/history${this.sku ? `?sku=${encodeURIComponent(this.sku)}` : ""}`);
    } catch (error) {
      const retry = el("button", { type: "button", class: "quiet", onclick: () => this.load() }, t("error/retry"));
      return this.body.replaceChildren(emptyState(error.message), retry);
    }
    if (this.destroyed) return;
    const { shows, products, hosts, effects } = this.data;
    if (!shows.length)
      return this.body.replaceChildren(
        emptyState(t("history/empty"), t(this.sku ? "history/emptyProduct" : "history/emptyNote")),
      );
    if (this.sku) {
      this.title = products[0]?.name ?? this.sku;
      setText(this.heading, this.title);
    }
    const sum = (column) => shows.reduce((total, show) => total + (show[column] ?? 0), 0);
    setText(
      this.facts,
      [
        t("history/count", { n: number(shows.length) }),
        t("history/orders", { n: number(sum("orders")) }),
        money(sum("sales"), true),
        t("history/lost", { money: money(sum("lost_sales"), true) }),
      ].join(" · "),
    );
    this.body.replaceChildren(
      this.showPanel(shows.toReversed()),
      ...(this.sku ? [] : [this.productPanel(products), this.hostPanel(hosts, effects)]),
      effectPanel(effects),
    );
  }

  /** The address of a show on its room's page; null: it is not among the shows. */
  showLink(room, show) {
    const found = this.data?.shows.find((one) => one.room === room && one.show === show);
    return found?.folder ? `#/rooms/${encodeURIComponent(room)}/shows/${encodeURIComponent(found.folder)}` : null;
  }

  showPanel(shows) {
    const { element } = panel("history-shows", t(this.sku ? "history/ofProduct" : "history/shows"));
    const most = Math.max(1, ...shows.map((show) => show.sales));
    const columns = [
      [
        t("history/show"),
        (show) => {
          const link = this.showLink(show.room, show.show);
          return link ? el("a", { href: link }, dateAndTime(show.started_at)) : dateAndTime(show.started_at);
        },
      ],
      [t("history/room"), (show) => show.room],
      [t("history/host"), (show) => show.host],
      this.sku
        ? [t("history/minutes"), (show) => number(show.presented_s / 60, 1)]
        : [t("history/length"), (show) => duration(show.length_s)],
      ...figureColumns((show) =>
        el("span", { class: "sales-bar", "--part": show.sales / most }, money(show.sales, true)),
      ),
      ...(this.sku ? [] : [[t("history/files"), (show) => fileList(show)]]),
    ];
    element.append(table("history-shows-title", columns, shows, 30));
    return element;
  }

  productPanel(products) {
    const { element } = panel("history-products", t("history/products"));
    const columns = [
      [
        t("history/product"),
        (product) => el("a", { href: `#/history/${encodeURIComponent(product.sku)}` }, product.name || product.sku),
      ],
      [t("history/category"), (product) => product.category],
      [t("history/showCount"), (product) => number(product.shows)],
      [t("history/minutes"), (product) => number(product.minutes, 1)],
      ...figureColumns(),
    ];
    element.append(table("history-products-title", columns, products, 30));
    return element;
  }

  hostPanel(hosts, effects) {
    const { element } = panel("history-hosts", t("history/hosts"));
    const columns = [
      [t("history/host"), (host) => host.host || t("history/unknownHost")],
      [t("history/showCount"), (host) => number(host.shows)],
      [t("history/minutes"), (host) => number(host.minutes, 1)],
      ...figureColumns(),
    ];
    element.append(
      table("history-hosts-title", columns, hosts, 50),
      el("h3", null, t("history/hostEffects")),
      el("p", { class: "note" }, t("history/hostEffectsNote")),
      effects?.hosts.length
        ? effectRows("history-hosts-title", effects.hosts)
        : el("p", { class: "note cannot" }, t(effects ? "history/oneHost" : "history/fewPresentations")),
    );
    return element;
  }

  update() {}
  tick() {}

  destroy() {
    this.destroyed = true;
    this.search.destroy();
  }
}

export const historyPage = (context, place) => new HistoryPage(context, place);
