// A show to try the screen with: a room of its own, and orders that this page sends for some minutes.
import { post, put, roomPath, send } from "../base/api.js";
import { t } from "../base/texts.js";

const MINUTES = 6;
/**
 * SKU, name, list and live price, link, stock of two warehouses, orders a minute while it is presented.
 * @type {[string, string, number, number, number, number[], number][]}
 */
const PRODUCTS = [
  ["D1", "羊毛围巾", 199, 89, 1, [90, 60], 70],
  ["D2", "不锈钢保温杯", 99, 49, 2, [320, 8], 40],
  ["D3", "加绒卫衣", 259, 129, 3, [600, 500], 30],
  ["D4", "坚果礼盒", 128, 69, 4, [60, 40], 55],
  ["D5", "真皮腰带", 159, 79, 5, [400, 300], 2],
];
const WAREHOUSES = ["杭州仓", "广州仓"];
const TALK = 45;

const csv = (rows) => new Blob([rows.map((row) => row.join(",")).join("\n")], { type: "text/csv" });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Makes the room and goes on selling in it while this page is open; resolves to its summary when it runs. */
export async function makeDemo(taken) {
  let number = 1;
  while (taken.has(`demo-${number}`)) number += 1;
  const name = `demo-${number}`;
  const room = await post("/v1/rooms", {
    name,
    title: t("demo/title"),
    catalog: [
      "sku,name,list_price,live_price,link_no",
      ...PRODUCTS.map(([sku, title, list, live, link]) => [sku, title, list, live, link].join(",")),
    ].join("\n"),
  });
  await post(roomPath(name, "start"));
  await put(
    roomPath(name, "running_order"),
    PRODUCTS.map(([sku], place) => ({ seq: place + 1, sku, planned_minutes: TALK / 60 })),
  );
  const now = new Date().toISOString();
  const stock = PRODUCTS.flatMap(([sku, , , , , units]) => WAREHOUSES.map((one, i) => [now, sku, one, units[i]]));
  await send(
    "POST",
    roomPath(name, "stock"),
    csv([["snapshot_time", "sku", "warehouse", "on_hand"], ...stock]),
    "text/csv",
  );
  sell(name);
  return room;
}

async function sell(name) {
  const begin = Date.now();
  let [stage, order] = [-1, 0];
  try {
    for (;;) {
      const seconds = (Date.now() - begin) / 1000;
      if (seconds > MINUTES * 60) return;
      const place = Math.floor(seconds / TALK) % PRODUCTS.length;
      if (place !== stage) await post(roomPath(name, "presentations", "correct"), { sku: PRODUCTS[place][0] });
      stage = place;
      const rows = [];
      for (const [i, [sku, , , price, , , pace]] of PRODUCTS.entries()) {
        const wanted = i === place ? pace / 60 : 0.03;
        const count = Math.floor(wanted) + (Math.random() < wanted % 1 ? 1 : 0);
        for (let n = 0; n < count; n += 1) {
          order += 1;
          rows.push({
            event_id: `${name}-${begin}-${order}`,
            order_id: `${name}-${begin}-${order}`,
            event_type: "created",
            sku,
            qty: 1,
            unit_price: price,
            warehouse: WAREHOUSES[order % 2],
            event_time: new Date().toISOString(),
          });
        }
      }
      if (rows.length) await post(roomPath(name, "orders"), rows);
      await pause(1000);
    }
  } catch (error) {
    // The room was stopped or removed: nobody wants its orders any more.
    console.info("demo:", error.message);
  }
}
