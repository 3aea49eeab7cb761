// Where the stock differences stand. Most shows have none: their panel is fetched with the first thing to show.
import { el } from "../base/elements.js";
import { styles } from "../base/styles.js";

const PAUSE = 3000;

export class LedgerPlace {
  constructor(context) {
    this.context = context;
    this.panel = null;
    /** @type {import("../pages/open-rows.js").OpenRows | null} */
    this.openRows = null;
    this.isFetching = false;
    this.failures = 0;
    this.element = el("div", { class: "ledger-place", hidden: true });
  }

  /** @param {import("../live/room-store.js").RoomStore} store */
  update(store, changes) {
    if (!changes.has("ledger") && !changes.has("snapshot")) return;
    const { differences = [], remarks = [] } = store.view.ledger ?? {};
    const isEmpty = !differences.length && !remarks.length;
    if (isEmpty || this.panel) this.element.hidden = isEmpty;
    this.showOpenRows(store, remarks);
    if (this.panel) this.panel.show(store, differences, remarks);
    else if (!isEmpty) this.fetch(store);
  }

  /** Units without a variant, which are fetched where the ledger says that there are some. */
  async showOpenRows(store, remarks) {
    const count = remarks
      .filter(({ notice }) => notice.code === "options_unassigned")
      .reduce((sum, { count }) => sum + count, 0);
    if (!count || count === this.openCount) return;
    this.openCount = count;
    try {
      const { OpenRows } = await import("../pages/open-rows.js");
      this.openRows ??= new OpenRows(this.context);
      if (!this.openRows.element.isConnected) this.element.append(this.openRows.element);
      await this.openRows.show(store.room);
    } catch (error) {
      console.info("rows without a variant:", error.message); // the server is away, as the banner says
      this.openCount = 0;
    }
  }

  async fetch(store) {
    if (this.isFetching) return;
    this.isFetching = true;
    let modules;
    try {
      // A browser does not fetch a module again that it failed to get: under another address it does.
      const address = this.failures ? `./differences.js?again=${this.failures}` : "./differences.js";
      modules = await Promise.all([import(address), styles("assets/styles/ledger.css")]);
    } catch (error) {
      console.info("stock differences:", error.message); // the server is away, as the banner says
      this.failures += 1;
      this.retry = setTimeout(() => {
        this.isFetching = false;
        this.update(store, new Set(["ledger"]));
      }, PAUSE);
      return;
    }
    this.panel = new modules[0].DifferencesPanel(this.context);
    this.element.prepend(this.panel.element);
    this.update(store, new Set(["ledger"]));
  }

  destroy() {
    clearTimeout(this.retry);
  }
}
