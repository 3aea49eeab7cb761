// How the connectors to shops, warehouses and ERPs fare.
import { get, mayOperate, post } from "../base/api.js";
import { el, KeyedList, panel, setAttribute, setText } from "../base/elements.js";
import { dateAndTime, number } from "../base/format.js";
import { addDesk, t } from "../base/texts.js";

await addDesk();

const path = (name, ...parts) =>
  ["/v1/connectors", name, ...parts].map((part, i) => (i ? encodeURIComponent(part) : part)).join("/");

class ConnectorRow {
  constructor(owner) {
    this.owner = owner;
    this.name = el("b");
    this.state = el("span", { class: "state-badge" });
    this.facts = el("span", { class: "note" });
    this.remedy = el("p", { class: "note connector-remedy", hidden: true });
    this.checked = el("p", { class: "note", role: "status" });
    const button = (name, press) =>
      el("button", { type: "button", class: `quiet connector-${name}`, onclick: press }, t(`connectors/${name}`));
    this.check = button("check", () => this.ask());
    this.replay = button("replay", () => this.again());
    this.element = el(
      "li",
      { class: "connector" },
      el("p", { class: "connector-head" }, this.name, this.state, this.facts),
      this.remedy,
      mayOperate() ? el("div", { class: "form-foot" }, this.check, this.replay, this.checked) : null,
    );
  }

  /** @param {API.Connector} connector */
  update(connector) {
    this.connector = connector;
    const { messages } = connector;
    const aside = messages.quarantined + messages.unknown;
    setText(this.name, `${connector.name} · ${connector.kind} → ${connector.room}`);
    setText(this.state, t(`connectors/states/${connector.state}`));
    const isBad = connector.state !== "ok";
    setAttribute(this.state, "data-state", isBad ? "failed" : "live");
    setAttribute(this.element, "data-bad", isBad || messages.quarantined ? "true" : null);
    const last = (time) => (time ? dateAndTime(time) : t("connectors/never"));
    setText(
      this.facts,
      [
        t("connectors/message", { time: last(connector.last_message_at) }),
        t("connectors/poll", { time: last(connector.last_poll_at) }),
        t("connectors/waiting", { n: number(messages.waiting + connector.rows_waiting) }),
        aside ? t("connectors/aside", { n: number(aside) }) : null,
        connector.backfill_from ? t("connectors/backfill", { time: dateAndTime(connector.backfill_from) }) : null,
      ]
        .filter(Boolean)
        .join(" · "),
    );
    const remedy = isBad
      ? `${t(`connectors/remedies/${connector.state}`)} ${connector.reason}`
      : messages.quarantined
        ? t("connectors/remedies/quarantined")
        : "";
    this.remedy.hidden = !remedy;
    setText(this.remedy, remedy);
    this.replay.hidden = !aside;
  }

  /** Whether the platform can be reached now. */
  async ask() {
    setText(this.checked, t("connectors/checking"));
    await this.owner.attempt(async () => {
      const { works, message } = await post(path(this.connector.name, "check"));
      setText(this.checked, message);
      setAttribute(this.checked, "data-level", works ? "good" : "bad");
    });
  }

  async again() {
    await this.owner.attempt(async () => {
      const { replayed } = await post(path(this.connector.name, "replay"));
      setText(this.checked, t("connectors/replayed", { n: number(replayed) }));
    });
  }
}

export class ConnectorsPanel {
  constructor(context) {
    this.context = context;
    const { element } = panel("connectors", t("connectors/title"));
    this.list = el("ul", { class: "connector-list" });
    this.rows = new KeyedList(
      this.list,
      (connector) => connector.name,
      () => new ConnectorRow(this),
    );
    element.append(this.list);
    this.element = element;
  }

  /** @param {API.Connector[]} connectors */
  show(connectors) {
    this.rows.show(connectors);
  }

  async attempt(act) {
    try {
      await act();
    } catch (error) {
      this.context.notify(t("signals/failed", { message: error.message }), "bad");
    }
  }
}

/** What would be ordered, shown first; a second click orders it. */
export class PurchaseOffer {
  /** `done()`: the draft is made. @param {API.Card} card */
  constructor(card, connector, done, cancelled) {
    this.wish = { sku: card.sku, quantity: card.units, reference: card.signals[0] };
    this.connector = connector;
    this.done = done;
    this.said = el("p", { class: "note purchase-said", role: "status" }, t("purchase/asking"));
    this.go = el(
      "button",
      { type: "button", class: "act act-order", disabled: true, onclick: () => this.order() },
      t("purchase/order"),
    );
    this.element = el(
      "div",
      { class: "purchase" },
      this.said,
      this.go,
      el("button", { type: "button", class: "act", onclick: cancelled }, t("signals/cancel")),
    );
    this.rehearse();
  }

  async send(isRehearsal) {
    const answer = await post(path(this.connector, "purchases"), { ...this.wish, dry_run: isRehearsal });
    return answer.message;
  }

  async rehearse() {
    try {
      setText(this.said, `${t("purchase/would")} ${await this.send(true)}`);
      this.go.disabled = false;
      this.go.focus();
    } catch (error) {
      this.refused(error);
    }
  }

  async order() {
    this.go.disabled = true;
    try {
      this.done(await this.send(false));
    } catch (error) {
      this.refused(error);
      this.go.disabled = false;
    }
  }

  refused(error) {
    setText(this.said, t("signals/failed", { message: error.message }));
    setAttribute(this.said, "data-level", "bad");
  }
}

/** The connector that takes purchases; undefined: none does. */
export async function purchaser() {
  /** @type {{ connectors: API.Connector[] }} */
  const { connectors } = await get("/v1/connectors");
  return connectors.find((one) => one.takes_purchases)?.name;
}
