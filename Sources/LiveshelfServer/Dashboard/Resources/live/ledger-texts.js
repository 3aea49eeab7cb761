// What the ledger remarks, and why it did not take something.
import { hasText, t } from "../base/texts.js";

/** In the person's language; the server's own sentence for a kind that this screen does not know. */
export const noticeText = (notice) =>
  hasText(`ledger/codes/${notice.code}`) ? t(`ledger/codes/${notice.code}`) : notice.message;

/** A product's stock in a warehouse, as far as it is known. `nameOf`: of a SKU. */
export const placeText = ({ sku, warehouse }, nameOf) => [sku && nameOf(sku), warehouse].filter(Boolean).join(" · ");

/** Why a call failed; what is wrong with its rows says more than that they are wrong. */
export const failureText = (error) =>
  t("signals/failed", {
    message: error.rejected?.length
      ? error.rejected.map((row) => `${row.field} ${row.message}`).join("; ")
      : error.message,
  });
