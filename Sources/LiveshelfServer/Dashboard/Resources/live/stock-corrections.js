// Receipts, transfers and counts that an operator books.
import { post, roomPath } from "../base/api.js";

export const LARGEST_QUANTITY = 1e9;

/** The server's answer to a transaction; it books one id once, however often it is sent. */
export const bookStock = (room, transaction) => post(roomPath(room, "stock", "correct"), transaction);

/** Unlike `crypto.randomUUID` also there when the page comes over plain HTTP, as in a studio's own network. */
export const newID = () =>
  `screen-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/** The count that sets the ledger to what a snapshot says: the same one whoever sends it, and however often. */
export const countOf = ({ sku, warehouse, time, counted }) => ({
  id: `count:${sku}:${warehouse}:${time}`,
  type: "count",
  sku,
  warehouse,
  qty: Math.max(0, counted),
  event_time: time,
});
