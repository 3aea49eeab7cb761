// Where the stock differences stand. Most shows have none: their panel is fetched with the first thing to show.
import { el } from "../base/elements.js";
import { styles } from "../base/styles.js";

export class LedgerPlace {
  constructor(context) {
    Object.assign(this, { context, panel: null, isFetching: false });
    this.element = el("div", { class: "ledger-place", hidden: true });
  }

  update(store, changes) {
    if (!changes.has("ledger") && !changes.has("snapshot")) return;
    const { differences = [], remarks = [] } = store.view.ledger ?? {};
    const isEmpty = !differences.length && !remarks.length;
    if (isEmpty || this.panel) this.element.hidden = isEmpty;
    if (this.panel) this.panel.show(store, differences, remarks);
    else if (!isEmpty) this.fetch(store);
  }

  async fetch(store) {
    if (this.isFetching) return;
    this.isFetching = true;
    try {
      const [{ DifferencesPanel }] = await Promise.all([import("./differences.js"), styles("/assets/styles/ledger.css")]);
      this.panel = new DifferencesPanel(this.context);
      this.element.replaceChildren(this.panel.element);
      this.update(store, new Set(["ledger"]));
    } catch (error) {
      console.warn("stock differences:", error.message); // the next change of the ledger tries again
    } finally {
      this.isFetching = false;
    }
  }
}
