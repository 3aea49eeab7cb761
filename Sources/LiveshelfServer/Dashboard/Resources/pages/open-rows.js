// Units that rows sold without saying which option, where stock is told by option: one click says it.
import { get, mayOperate, put, roomPath } from "../base/api.js";
import { el, setText } from "../base/elements.js";
import { number } from "../base/format.js";
import { addDesk, t } from "../base/texts.js";

await addDesk();

const [LOOKS, PAUSE] = [20, 500];

/** Units that wait, by SKU and warehouse, with the variants that they may be.
    @param {API.Inventory[]} rows */
export function waitingUnits(rows) {
  const places = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.sku, row.warehouse]);
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  return [...places.values()].flatMap((place) => {
    const open = place.find((row) => !row.option);
    const options = place.filter((row) => row.option);
    return open?.available && options.length ? [{ ...open, options }] : [];
  });
}

export class OpenRows {
  constructor(context) {
    this.context = context;
    this.list = el("ol", { class: "open-rows" });
    this.element = el(
      "div",
      { hidden: true },
      el("h3", null, t("openRows/title")),
      el("p", { class: "note" }, t("openRows/lead")),
      this.list,
    );
  }

  /** Looks again, at most one look at a time. */
  async show(room) {
    if (this.isLooking) return;
    this.isLooking = true;
    this.room = room;
    try {
      /** @type {{ inventory: API.Inventory[] }} */
      const { inventory } = await get(roomPath(room, "inventory"));
      const waiting = waitingUnits(inventory);
      this.element.hidden = !waiting.length;
      this.list.replaceChildren(...waiting.map((place) => this.row(place)));
    } catch (error) {
      console.info("inventory:", error.message); // the server is away, as the banner says
    }
    this.isLooking = false;
  }

  row(place) {
    const units = -place.available;
    const said = el("span", { class: "note", role: "status" });
    return el(
      "li",
      { class: "open-row", "data-sku": place.sku },
      el("b", null, place.product),
      el("span", { class: "note" }, t("openRows/units", { warehouse: place.warehouse, n: number(Math.abs(units)) })),
      mayOperate()
        ? place.options.map((option) =>
            el(
              "button",
              {
                type: "button",
                class: "act",
                onclick: async (event) => {
                  event.currentTarget.disabled = true;
                  try {
                    await this.assign(place, option.option);
                  } catch (error) {
                    setText(said, t("signals/failed", { message: error.message }));
                    event.target.disabled = false;
                  }
                },
              },
              t("openRows/is", { option: option.option, n: number(option.available) }),
            ),
          )
        : null,
      said,
    );
  }

  /** A rule takes what names no option as this one, also what was sold before; it takes a moment. */
  async assign(place, option) {
    const settings = await get("/v1/settings/thresholds");
    settings.ledger.optionForUnassigned = { ...settings.ledger.optionForUnassigned, [place.sku]: option };
    await put("/v1/settings/thresholds", settings);
    this.context.notify(t("openRows/done", { option }), "good");
    for (let look = 0; look < LOOKS && this.list.querySelector(`[data-sku="${CSS.escape(place.sku)}"]`); look += 1) {
      await new Promise((done) => setTimeout(done, PAUSE));
      await this.show(this.room);
    }
  }
}
