// Search over what was said in all shows.
import { get } from "../base/api.js";
import { el, setText } from "../base/elements.js";
import { number, stopwatch } from "../base/format.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";

const LIMIT = 100;

export class TranscriptSearch {
  /** `showLink(room, show)`: the address of a show, or null. */
  constructor(showLink) {
    this.showLink = showLink;
    this.field = el("input", {
      class: "history-text",
      type: "search",
      maxlength: "100",
      autocomplete: "off",
      placeholder: t("history/findPlaceholder"),
      "aria-label": t("history/find"),
    });
    this.count = el("p", { class: "note", role: "status" });
    this.hits = el("ol", { class: "history-hits" });
    this.element = el(
      "section",
      { class: "panel history-find", "aria-label": t("history/find") },
      el(
        "form",
        {
          class: "history-form",
          onsubmit: (event) => {
            event.preventDefault();
            this.find();
          },
        },
        this.field,
        el("button", { type: "submit", class: "quiet" }, icon("search"), t("history/find")),
      ),
      this.count,
      this.hits,
    );
  }

  async find() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    this.asked = text;
    setText(this.count, t("history/loading"));
    let hits;
    try {
      /** @type {API.TranscriptHits} */
      const answer = await get(`/v1/history/find?text=${encodeURIComponent(text)}&limit=${LIMIT}`);
      hits = answer.hits;
    } catch (error) {
      return setText(this.count, error.message);
    }
    if (this.destroyed || this.asked !== text) return;
    const known = { text, n: number(hits.length) };
    setText(
      this.count,
      t(hits.length >= LIMIT ? "history/manyHits" : hits.length ? "history/hits" : "history/noHits", known),
    );
    this.hits.replaceChildren(
      ...hits.map((hit) => {
        const link = this.showLink(hit.room, hit.show);
        const where = `${hit.room} · ${hit.show.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d).*/, "$1-$2-$3 $4:$5")} · ${stopwatch(hit.start)}`;
        return el(
          "li",
          null,
          link ? el("a", { class: "note", href: link }, where) : el("span", { class: "note" }, where),
          el("span", null, hit.text),
          hit.product ? el("span", { class: "note" }, t("history/onStage", { product: hit.product })) : null,
        );
      }),
    );
  }

  destroy() {
    this.destroyed = true;
  }
}
