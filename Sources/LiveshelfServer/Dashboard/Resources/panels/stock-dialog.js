// A dialog that books what a warehouse did with a product's stock, or what was counted there.
import { choice, el, setAttribute, setText } from "../base/elements.js";
import { number } from "../base/format.js";
import { t } from "../base/texts.js";
import { failureText, noticeText } from "../live/ledger-texts.js";
import { bookStock, LARGEST_QUANTITY, newID } from "../live/stock-corrections.js";
import { openDialog } from "./dialogs.js";

const TYPES = ["receipt", "transfer", "count"];
/** With these nothing was booked and the id is still free: the form may be sent again. */
const LEFT_OUT = new Set(["quantity_refused", "unknown_cell", "count_too_old"]);

export class StockDialog {
  constructor(context, room, product) {
    // One id for as long as the dialog is open: what is sent again after a lost answer is booked once.
    this.context = context;
    this.room = room;
    this.product = product;
    this.id = newID();
    this.sent = null;
    this.isBusy = false;
    this.isDone = false;
    const types = product.warehouses.length > 1 ? TYPES : TYPES.filter((type) => type !== "transfer");
    const options = product.warehouses.map((cell) =>
      el(
        "option",
        { value: cell.warehouse },
        `${cell.warehouse} · ${t("warehouses/available")} ${number(cell.available)}`,
      ),
    );
    this.types = choice(
      t("booking/type"),
      types.map((type) => [type, t(`booking/types/${type}`)]),
      TYPES[0],
      (type) => this.setType(type),
    );
    this.warehouse = el("select", { id: "booking-warehouse", onchange: () => this.offerTargets() }, options);
    this.warehouseLabel = el("label", { for: "booking-warehouse" });
    this.target = el("select", { id: "booking-target" });
    this.targetField = el(
      "div",
      { class: "form-field" },
      el("label", { for: "booking-target" }, t("booking/to")),
      this.target,
    );
    this.quantity = el("input", {
      id: "booking-quantity",
      inputmode: "numeric",
      autocomplete: "off",
      maxlength: "13",
      "aria-describedby": "booking-note booking-error",
      oninput: () => this.mark(null),
    });
    this.note = el("p", { class: "note", id: "booking-note" });
    this.error = el("p", { class: "field-error", id: "booking-error" });
    this.message = el("div", { class: "form-message", role: "alert" });
    this.submit = el("button", { type: "submit", class: "primary" }, t("booking/submit"));
    this.form = el(
      "form",
      {
        class: "booking",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      el("p", { class: "note" }, `${product.name} · ${product.sku}`),
      this.types,
      el(
        "div",
        { class: "booking-places" },
        el("div", { class: "form-field" }, this.warehouseLabel, this.warehouse),
        this.targetField,
      ),
      el(
        "div",
        { class: "form-field" },
        el("label", { for: "booking-quantity" }, t("booking/quantity")),
        this.quantity,
        this.note,
        this.error,
      ),
      this.message,
      el(
        "div",
        { class: "form-foot" },
        this.submit,
        el("button", { type: "button", class: "quiet", onclick: () => this.dialog.close() }, t("help/close")),
      ),
    );
    this.setType(TYPES[0]);
    this.dialog = openDialog("booking", t("booking/title"), this.form);
    this.types.querySelector("[aria-pressed=true]").focus();
  }

  setType(type) {
    this.type = type;
    const isTransfer = type === "transfer";
    setText(this.warehouseLabel, t(isTransfer ? "booking/from" : "warehouses/warehouse"));
    setText(this.note, t(`booking/notes/${type}`));
    this.targetField.hidden = !isTransfer;
    this.offerTargets();
    this.mark(null);
  }

  /** Nothing is moved to where it is. */
  offerTargets() {
    const chosen = this.target.value;
    const names = this.product.warehouses.map((cell) => cell.warehouse).filter((name) => name !== this.warehouse.value);
    this.target.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
    if (names.includes(chosen)) this.target.value = chosen;
  }

  mark(message) {
    setText(this.error, message ?? "");
    setAttribute(this.quantity, "aria-invalid", message ? "true" : null);
  }

  /** What the form says; null when its quantity is none. Unchanged, it is the same as the last time: its moment too. */
  transaction() {
    // Chinese input methods write digits of full width.
    const text = this.quantity.value.trim().normalize("NFKC"),
      lowest = this.type === "count" ? 0 : 1;
    const qty = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(qty >= lowest && qty <= LARGEST_QUANTITY)) {
      this.mark(t("booking/quantityFault", { low: lowest, high: number(LARGEST_QUANTITY) }));
      return null;
    }
    const said = {
      id: this.id,
      type: this.type,
      sku: this.product.sku,
      warehouse: this.warehouse.value,
      ...(this.type === "transfer" ? { to_warehouse: this.target.value } : {}),
      qty,
    };
    const key = JSON.stringify(said);
    if (this.sent?.key !== key) this.sent = { key, transaction: { ...said, event_time: new Date().toISOString() } };
    return this.sent.transaction;
  }

  async send() {
    if (this.isBusy || this.isDone) return;
    const transaction = this.transaction();
    if (!transaction) return this.quantity.focus();
    this.setBusy(true);
    try {
      const { notices } = await bookStock(this.room, transaction);
      this.take(transaction, notices);
    } catch (error) {
      // Whoever closed the dialog meanwhile is told all the same.
      const text = error.status === 0 ? t("booking/lost") : failureText(error);
      if (this.dialog.open) this.say([text], "bad");
      else this.context.notify(text, "bad");
    } finally {
      this.setBusy(false);
    }
  }

  setBusy(isBusy) {
    this.isBusy = isBusy;
    setAttribute(this.submit, "aria-disabled", isBusy ? "true" : null);
    if (isBusy) this.say([t("settings/saving")], null);
  }

  /** What the ledger made of it. */
  take(transaction, notices) {
    const texts = notices.length
      ? notices.map(noticeText)
      : [
          t("booking/done", {
            type: t(`booking/types/${transaction.type}`),
            place: `${this.product.name} · ${[transaction.warehouse, transaction.to_warehouse].filter(Boolean).join(" → ")}`,
            n: number(transaction.qty),
          }),
        ];
    if (!this.dialog.open || !notices.length) {
      this.dialog.close();
      return this.context.notify(texts.join(" "), notices.length ? "bad" : "good");
    }
    this.say(texts, "bad");
    this.sent = null;
    if (notices.every((notice) => LEFT_OUT.has(notice.code))) return this.quantity.focus();
    // The id is used up: something else is booked by opening the dialog anew.
    this.isDone = true;
    this.submit.hidden = true;
    for (const field of [this.warehouse, this.target, this.quantity, ...this.types.children]) field.disabled = true;
    this.form.querySelector(".form-foot .quiet").focus();
  }

  say(texts, level) {
    this.message.replaceChildren(...texts.map((text) => el("p", null, text)));
    setAttribute(this.message, "data-level", level);
  }
}
