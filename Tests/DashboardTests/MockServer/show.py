"""A show that never was: products, orders, stock, signals, in the shapes of the server's API. Seeded, so that every
run tells the same story."""

import random
from collections import deque
from datetime import datetime, timedelta, timezone

from ledger import Ledger

BIN = 10
CHINA = timezone(timedelta(hours=8))
WAREHOUSES = ["杭州仓", "广州仓", "天津仓", "成都仓"]
CATALOG = [  # name, category, list price, live price, opening stock, popularity
    ("三一六不锈钢保温杯", "家居", 129, 59, 620, 2.2), ("丝绒哑光口红", "美妆", 159, 79, 260, 2.0),
    ("内蒙古风干牛肉", "食品", 129, 79, 400, 1.5), ("老爹运动鞋", "鞋包", 299, 139, 150, 0.6),
    ("玻尿酸补水面膜", "美妆", 139, 69, 900, 1.8), ("可视空气炸锅", "电器", 399, 199, 90, 1.1),
    ("胶原蛋白肽饮", "保健", 299, 149, 500, 0.4), ("白鹅绒羽绒服", "服饰", 899, 399, 60, 0.7),
    ("新疆阿克苏冰糖心苹果家庭装十斤礼盒（坏果包赔·顺丰冷链直达·限时加赠两斤）", "食品", 99, 49.9, 800, 2.4),
    ("五常稻花香大米", "食品", 99, 59.9, 1200, 1.2), ("酸辣粉", "食品", 49, 19.9, 1500, 1.9),
    ("氨基酸洗面奶", "美妆", 89, 49.9, 700, 0.9), ("无线吸尘器", "电器", 899, 449, 70, 0.3),
    ("头层牛皮斜挎包", "鞋包", 499, 229, 120, 0.3), ("记忆棉护颈枕", "家纺", 199, 99, 300, 0.5),
    ("养生破壁机", "电器", 599, 299, 80, 0.3), ("纯棉四件套", "家纺", 399, 199, 180, 0.4),
    ("冰丝凉席三件套", "家纺", 259, 129, 240, 0.2), ("即食燕窝", "保健", 599, 299, 100, 0.2),
    ("每日坚果大礼包", "食品", 159, 79, 650, 1.0), ("儿童益智积木", "母婴", 199, 99, 260, 0.4),
    ("婴儿湿巾八十抽十二包", "母婴", 79, 39.9, 1800, 1.3), ("防晒喷雾 SPF50+", "美妆", 129, 59, 380, 1.1),
    ("男士速干短袖", "服饰", 99, 39, 900, 0.8), ("法式碎花连衣裙", "服饰", 329, 159, 110, 0.6),
    ("便携榨汁杯", "电器", 159, 79, 200, 0.5), ("铸铁珐琅锅", "家居", 699, 329, 40, 0.3),
    ("天然乳胶床垫一米八", "家纺", 1999, 999, 25, 0.1), ("车载手机支架", "数码", 69, 29.9, 600, 0.3),
    ("蓝牙降噪耳机", "数码", 499, 199, 160, 0.9),
]
QUESTIONS = [("stock", "还有货吗"), ("size", "一米六五一百二十斤穿什么码"), ("price", "三号链接还能便宜吗"),
             ("ship", "新疆发货吗，几天能到"), ("link", "是几号链接"), ("color", "黑色还补吗"), ("return", "不合适能退吗")]


def clock(moment):
    return moment.isoformat(timespec="milliseconds")

KINDS = {
    "presentation.started": "开始讲解", "presentation.ended": "结束讲解", "demand.surge": "抢购中",
    "stock.stockout_predicted": "即将售罄", "stock.depleted": "已售罄", "stock.oversold": "超卖",
    "stock.warehouse_low": "单仓告急", "stock.slow_moving": "卖不动", "replenishment.recommended": "建议补货",
    "price.review_recommended": "建议看价格", "next_product.recommended": "建议接着讲", "question.trending": "观众在问",
    "feed.degraded": "数据源异常", "feed.recovered": "数据源恢复",
}


def says(kind, data):
    """A sentence like the program's."""
    if kind == "stock.oversold":
        return f"已多卖 {-data['available']} 件：请停售并联系买家。"
    if kind == "stock.stockout_predicted":
        return f"剩 {data['available']} 件，约 {round(data['eta_s'] / 60)} 分钟后卖完。"
    if kind == "stock.warehouse_low":
        return f"{data['warehouse']} 只剩 {data['available']} 件，可从 {data['transfer_from']} 调 {data['transfer_qty']} 件。"
    if kind == "question.trending":
        return f"30 秒内 {data['count']} 条在问：“{data['example']}”"
    return f"{KINDS[kind]}，请留意。"


# How a product stands: state, its name, step, what to do.
STATES = {"oversold": ("oversold", "超卖", "stop_selling", "停售，联系买家"), "sold_out": ("sold_out", "已售罄", "take_down", "下架，换下一款"),
          "brink": ("selling_out", "即将售罄", "wrap_up", "收尾，备好下一款"), "surging": ("surging", "抢购中", "none", ""),
          "slow": ("slow", "卖不动", "leave_out", "先不讲")}
KIND_OF = {"oversold": "stock.oversold", "sold_out": "stock.depleted", "selling_out": "stock.stockout_predicted",
           "surging": "demand.surge", "slow": "stock.slow_moving"}
CARD_KINDS = {*KIND_OF.values(), "stock.warehouse_low"}


class Product:
    def __init__(self, number, row, scale, dice):
        self.sku, self.link = f"SKU{number:03}", number
        self.name, self.category, self.list_price, self.live_price, opening, self.popularity = row
        self.popularity *= scale
        share = [0.4, 0.3, 0.18, 0.12]
        self.warehouses = [{"warehouse": name, "available": round(opening * part), "on_hand": round(opening * part),
                            "in_transit": 0, "arrival": None, "safety_stock": max(2, round(opening * part * 0.08))}
                           for name, part in zip(WAREHOUSES, share)]
        self.opening = sum(w["available"] for w in self.warehouses)
        self.units = self.orders = self.mentions = self.comments = self.presentations = 0
        self.recent, self.due = deque(), 0.0
        self.bins = {key: [] for key in ("units", "orders", "available", "presenting", "mentions", "comments")}
        if dice.random() < 0.25:
            self.warehouses[0].update(in_transit=60, arrival="2026-04-10T22:30:00.000+08:00")

    @property
    def available(self):
        return sum(w["available"] for w in self.warehouses)

    def house(self, name):
        return next((w for w in self.warehouses if w["warehouse"] == name), None)


class Show:
    """One room's show, advanced by `step`."""

    def __init__(self, room, rows=CATALOG, scale=1.0, state="live", seed=7, opening=None):
        self.room, self.state, self.dice = room, state, random.Random(seed)
        self.products = [Product(i + 1, row, scale, self.dice) for i, row in enumerate(rows)]
        self.started = opening or datetime.now(CHINA)
        self.time = 0.0
        self.now = None
        self.totals = {"gmv": 0.0, "units": 0, "orders": 0, "paid": 0, "cancelled": 0, "refunded": 0}
        self.recent = deque()
        self.signals, self.presentations, self.sequence = [], [], 0
        self.dirty, self.fresh, self.open, self.said = set(), [], {}, {}
        self.questions = [0] * len(QUESTIONS)
        self.audio_state = "live"
        self.ledger = Ledger()

    def wall(self, time=None):
        return self.started + timedelta(seconds=self.time if time is None else time)

    def expected(self, product):
        base = 0.4 * product.popularity
        if self.now and self.now["sku"] == product.sku:
            base += 9 * product.popularity * max(0.25, 1 - (self.time - self.now["start"]) / 240)
        return base

    def step(self, seconds):
        """Lets the show go on for a moment."""
        self.time += seconds
        if not self.products:
            return
        self.choose()
        for product in self.products:
            rate = self.expected(product) * (2.2 if product.link % 7 == 2 else 0.95)
            product.due += rate * seconds / 60 * self.dice.expovariate(1)
            while product.due >= 1:
                product.due -= 1
                self.order(product)
            if self.now and self.now["sku"] == product.sku and self.dice.random() < seconds / 9:
                product.mentions += 1
                self.bin(product, "mentions")
            if self.dice.random() < 0.02 * seconds * product.popularity:
                product.comments += 1
                self.bin(product, "comments")
                self.questions[self.dice.randrange(len(QUESTIONS))] += 1
            self.bin(product, None)
        self.watch()

    def choose(self):
        if self.now and self.time < self.now["until"]:
            return
        if self.now:
            self.end()
        if self.time > 6:
            self.present(self.dice.choices(self.products, [p.popularity + 0.3 for p in self.products])[0])

    def end(self):
        if self.presentations:
            self.presentations[-1]["end"] = round(self.time, 1)
        self.now = None

    def present(self, product, length=None):
        self.end()
        product.presentations += 1
        self.now = {"presentation_id": f"p{len(self.presentations) + 1}", "sku": product.sku, "product": product.name,
                    "link_no": product.link, "start": self.time, "confidence": round(self.dice.uniform(0.86, 0.99), 3),
                    "reason": f"stinger next-product, then {product.name[:6]} heard twice in 4 s",
                    "reason_zh": f"4 秒内 2 次听到“{product.name[:6]}”，放了提示音 next-product",
                    "until": self.time + (length or self.dice.uniform(80, 210))}
        self.presentations.append({"id": self.now["presentation_id"], "sku": product.sku, "product": product.name,
                                   "start": round(self.time, 1), "end": None, "confidence": self.now["confidence"]})
        self.signal("presentation.started", product, presentation_id=self.now["presentation_id"])
        self.dirty.add(product.sku)

    def bin(self, product, key, amount=1):
        index = int(self.time // BIN)
        for name, values in product.bins.items():
            while len(values) <= index:
                values.append(product.available if name == "available" else 0)
        product.bins["available"][index] = product.available
        if self.now and self.now["sku"] == product.sku:
            product.bins["presenting"][index] = 1
        if key:
            product.bins[key][index] += amount

    def order(self, product, quantity=None):
        quantity = quantity or self.dice.choices([1, 2, 3], [0.8, 0.15, 0.05])[0]
        if product.available <= 0 and (product.sku, "oversold") not in self.said:
            self.said[product.sku, "oversold"] = self.time
            if product.link % 2:  # some shops sell on
                quantity = max(quantity, 3)
        elif product.available <= 0:
            return
        stocked = [w for w in product.warehouses if w["available"] > 0] or product.warehouses[:1]
        house = self.dice.choices(stocked, [max(1, w["available"]) for w in stocked])[0]
        house["available"] -= quantity
        if self.dice.random() < 0.7:
            house["on_hand"] = max(0, house["on_hand"] - quantity)
        money = quantity * product.live_price
        product.units += quantity
        product.orders += 1
        product.recent.append(self.time)
        self.totals["gmv"] += money
        self.totals["units"] += quantity
        self.totals["orders"] += 1
        self.totals["paid"] += self.dice.random() < 0.86
        self.totals["cancelled"] += self.dice.random() < 0.03
        self.recent.append((self.time, money, quantity))
        self.bin(product, "units", quantity)
        self.bin(product, "orders")
        self.dirty.add(product.sku)

    def rate(self, product):
        while product.recent and product.recent[0] < self.time - 60:
            product.recent.popleft()
        return len(product.recent)

    def eta(self, product):
        pace = (self.rate(product) * 0.6 + self.expected(product) * 0.6) * 1.2 / 60
        return product.available / pace if pace > 0 and product.available > 0 else None

    def heat(self, product):
        rate, eta = self.rate(product), self.eta(product)
        if product.available <= 0:
            return "sold_out"
        if eta is not None and eta < 900:
            return "brink"
        if rate >= 5 and rate > 1.25 * self.expected(product):
            return "surging"
        if product.presentations and rate <= 1 and product.available > 0.8 * product.opening:
            return "slow"
        return "steady" if product.orders > 3 else "idle"

    def watch(self):
        for product in self.products:
            heat = self.heat(product)
            if self.open.get(product.sku) == heat:
                continue
            before, self.open[product.sku] = self.open.get(product.sku), heat
            self.dirty.add(product.sku)
            if before is None or self.time - self.said.get((product.sku, heat), -1e9) < 600:
                continue
            self.said[product.sku, heat] = self.time
            if product.available < 0:
                self.signal("stock.oversold", product, available=product.available)
            elif heat == "sold_out":
                self.signal("stock.depleted", product, available=product.available)
            elif heat == "brink":
                eta = self.eta(product)
                self.signal("stock.stockout_predicted", product, eta_s=round(eta), eta_lo_s=round(eta * 0.7),
                            eta_hi_s=round(eta * 1.6), available=product.available)
            elif heat == "surging":
                self.signal("demand.surge", product, demand_rate=self.rate(product),
                            expected_rate=round(self.expected(product), 1))
            elif heat == "slow" and self.dice.random() < 0.3:
                self.signal("stock.slow_moving", product, days_of_cover=round(self.dice.uniform(31, 90), 1))
        self.watch_warehouses()

    def watch_warehouses(self):
        for product in self.products:
            low = min(product.warehouses, key=lambda w: w["available"])
            high = max(product.warehouses, key=lambda w: w["available"])
            if low["available"] > low["safety_stock"] or high["available"] < 40 or (product.sku, "low") in self.said:
                continue
            self.said[product.sku, "low"] = self.time
            self.signal("stock.warehouse_low", product, warehouse=low["warehouse"], available=low["available"],
                        transfer_from=high["warehouse"], transfer_qty=high["available"] // 3)
        if self.dice.random() < 0.002 and sum(self.questions) > 20:
            most = max(range(len(QUESTIONS)), key=lambda i: self.questions[i])
            self.signal("question.trending", self.products[most * 3 % len(self.products)], intent=QUESTIONS[most][0],
                        count=self.questions[most], example=QUESTIONS[most][1])

    def signal(self, kind, product=None, **data):
        self.sequence += 1
        identity = f"{self.room}-{len(self.signals) + 1}"
        sku, name = (product.sku, product.name) if product else (None, None)
        event = {"specversion": "1.0", "id": identity, "source": f"/rooms/{self.room}", "type": f"liveshelf.{kind}",
                 "subject": sku, "time": clock(self.wall()), "datacontenttype": "application/json",
                 "data": {"room": self.room, "sku": sku, "product": name, "detected_at": round(self.time, 2),
                          "confidence": 0.93, "reason": f"{name}: {kind}", "reason_zh": says(kind, data),
                          "reason_codes": [kind], **data}}
        quiet = kind.startswith("presentation.") or kind == "feed.recovered"
        entry = {"cloudevent": event, "title": kind, "title_zh": KINDS[kind], "sequence": self.sequence, "state": "resolved" if quiet else "open",
                 "acknowledged_by": None, "assigned_to": None, "muted_until": None}
        self.signals.append(entry)
        self.fresh.append(entry)
        return entry

    def window(self, seconds):
        part = [r for r in self.recent if r[0] > self.time - seconds]
        return {"gmv": round(sum(r[1] for r in part), 2), "units": sum(r[2] for r in part), "orders": len(part)}

    def product_view(self, product):
        eta, rate = self.eta(product), self.rate(product)
        return {"sku": product.sku, "name": product.name, "category": product.category, "link_no": product.link,
                "list_price": product.list_price, "live_price": product.live_price, "available": product.available,
                "opening": product.opening, "on_hand": sum(w["on_hand"] for w in product.warehouses),
                "in_transit": sum(w["in_transit"] for w in product.warehouses), "units": product.units,
                "orders": product.orders, "gmv": round(product.units * product.live_price, 2), "orders_per_min": rate,
                "expected_orders_per_min": round(self.expected(product), 2), "heat": self.heat(product),
                "state": STATES.get(self.heat(product), ("fine",))[0], "step": STATES.get(self.heat(product), ("", "", "none"))[2],
                "stockout_eta_s": eta and round(eta), "eta_lo_s": eta and round(eta * 0.7),
                "eta_hi_s": eta and round(eta * 1.6), "days_of_cover": round(product.available / max(1, product.units), 1), "presentation_units": 120,
                "presenting": bool(self.now and self.now["sku"] == product.sku), "mentions": product.mentions,
                "comments": product.comments, "warehouses": [dict(w) for w in product.warehouses]}

    def running_order(self):
        """Every product once, five minutes each; the first third was presented."""
        now, items = len(self.products) // 3, []
        for place, product in enumerate(self.products):
            stock = "out" if product.available <= 0 else "short" if product.available < 120 else "enough"
            items.append({"sku": product.sku, "product": product.name, "link_no": product.link, "planned_s": 300,
                          "planned_start_s": place * 300, "started_s": place * 310 if place <= now else None,
                          "presented_s": 280 if place <= now else 0, "available": product.available,
                          "presentation_units": 120, "stock": stock, "points": [],
                          "state": "on_stage" if place == now else "done" if place < now else "planned"})
        return {"items": items, "current": now if items else None, "next": now + 1 if len(items) > 1 else None,
                "late_s": now * 10.0 if items else None, "planned_s": len(items) * 300}

    def cards(self):
        """One card for each product that does not stand fine, the most pressing first."""
        cards = []
        for product in self.products:
            heat = "oversold" if product.available < 0 else self.heat(product)
            if heat not in STATES:
                continue
            state, title, step, action = STATES[heat]
            units = None
            if state in ("sold_out", "selling_out") and not (self.now and self.now["sku"] == product.sku):
                step, action, units = "reorder", "补货 40 件", 40
            open_signals = {s["cloudevent"]["type"]: s for s in self.signals
                            if s["cloudevent"]["subject"] == product.sku and s["title"] in CARD_KINDS}
            of_it = open_signals.get(f"liveshelf.{KIND_OF[state]}")
            eta = self.eta(product)
            left = 0 if state in ("oversold", "sold_out") else round(eta) if state == "selling_out" and eta else None
            reason = of_it["cloudevent"]["data"]["reason_zh"] if of_it else f"剩 {product.available} 件。"
            cards.append({
                "id": f"product/{product.sku}", "sku": product.sku, "product": product.name, "link_no": product.link,
                "state": state, "title": state, "title_zh": title, "step": step, "units": units, "action": step if action else "", "action_zh": action,
                "reason": reason, "reason_zh": reason, "asks": bool(action), "attention": of_it["state"] if of_it else "open",
                "acknowledged_by": of_it and of_it["acknowledged_by"], "assigned_to": of_it and of_it["assigned_to"],
                "muted_until": of_it and of_it["muted_until"], "left_s": left,
                "at_stake": round(abs(product.available) * product.live_price, 2), "time": of_it and of_it["cloudevent"]["time"],
                "signals": [s["cloudevent"]["id"] for s in open_signals.values()]})
        return sorted(cards, key=lambda c: (not (c["asks"] and c["attention"] == "open"), 1e9 if c["left_s"] is None else c["left_s"],
                                            -c["at_stake"]))

    def scalars(self):
        while self.recent and self.recent[0][0] < self.time - 300:
            self.recent.popleft()
        lag = round(self.dice.uniform(0.3, 0.6), 2)
        feeds = [{"feed": "audio", "title": "Audio", "title_zh": "音频流", "reason_zh": "", "state": self.audio_state, "lag_s": lag if self.audio_state == "live" else 42.0,
                  "reason": "" if self.audio_state == "live" else "no data for 42 s"},
                 {"feed": "orders", "title": "Orders", "title_zh": "订单", "reason_zh": "", "state": "live", "lag_s": 0.2, "reason": ""},
                 {"feed": "stock", "title": "Stock", "title_zh": "库存", "reason_zh": "", "state": "live", "lag_s": 12.0, "reason": ""},
                 {"feed": "comments", "title": "Comments", "title_zh": "评论", "reason_zh": "", "state": "live", "lag_s": 0.5, "reason": ""}]
        hot = sorted((p for p in self.products if p.available > 0.5 * p.opening and not
                      (self.now and self.now["sku"] == p.sku)), key=lambda p: -p.popularity * p.live_price)[:3]
        asked = sorted(((n, i) for i, n in enumerate(self.questions) if n), reverse=True)[:6]
        return {"state": self.state, "stream_time": round(self.time, 2), "clock": clock(self.wall()),
                "sequence": self.sequence,
                "now": self.now and {k: v for k, v in self.now.items() if k != "until"},
                "totals": {**self.totals, "gmv": round(self.totals["gmv"], 2),
                           "last_minute": self.window(60), "last_5_minutes": self.window(300)},
                "feeds": feeds if self.state != "idle" else [],
                "links": {"received_to_durable_ms": {"p50": 3, "p95": 9}, "orders_per_s": round(self.window(60)["orders"] / 60, 2),
                          "late_share": 0.012, "duplicate_share": 0.001, "recognition_lag_s": 0.8, "outbox_depth": 0},
                "ledger": self.ledger.view(), "cards": self.cards(),
                "next": [{"sku": p.sku, "product": p.name,
                          "reason": f"Should sell about {round(p.popularity * 22)}.",
                          "reason_zh": f"预计卖 {round(p.popularity * 22)} 件。",
                          "expected_units": round(p.popularity * 22, 1), "idle_share": 0.4} for p in hot],
                "questions": [{"intent": QUESTIONS[i][0], "title": QUESTIONS[i][0], "title_zh": "在问", "sku": self.products[i * 3 % len(self.products)].sku,
                               "product": self.products[i * 3 % len(self.products)].name, "count": n,
                               "example": QUESTIONS[i][1]} for n, i in asked]}

    def view(self):
        return {"room": self.room, "show": self.name, "started_at": clock(self.started),
                **self.scalars(), "products": [self.product_view(p) for p in self.products],
                "signals": self.signals[-200:]}

    def update(self):
        """What changed since the last call."""
        self.sequence += 1
        changed = [self.product_view(p) for p in self.products if p.sku in self.dirty]
        update = {**self.scalars(), "products": changed, "signals": self.fresh}
        self.dirty, self.fresh = set(), []
        return update

    def timeline(self, sku):
        product = next((p for p in self.products if p.sku == sku), None)
        if not product:
            return None
        pace, eta = self.expected(product) * 1.2, self.eta(product)
        ahead = [pace * (0.94 ** i) for i in range(15)]
        if self.time > 0:
            self.bin(product, None)
        bins = {name: list(values) for name, values in product.bins.items()}
        return {"room": self.room, "sku": sku, "bin_s": BIN, "start": 0, **bins,
                "forecast": {"start": self.time, "bin_s": 60, "p50": [round(v, 2) for v in ahead],
                             "lo": [round(v * 0.5, 2) for v in ahead], "hi": [round(v * 1.9 + 0.5, 2) for v in ahead]},
                "stockout": eta and {"eta_s": round(eta), "lo_s": round(eta * 0.7), "hi_s": round(eta * 1.6)}}

    def summary(self):
        return {"name": self.room, "state": self.state, "url": "rtmp://127.0.0.1/live/" + self.room, "listen": False,
                "show": self.name, "started_at": clock(self.started), "products": len(self.products),
                "sequence": self.sequence, "now": self.scalars()["now"], "totals": self.scalars()["totals"],
                "open_signals": sum(c["asks"] and c["attention"] == "open" for c in self.cards())}

    @property
    def name(self):
        return self.started.strftime("%Y%m%dT%H%M%S")

    def show_summary(self):
        return {"show": self.name, "started_at": clock(self.started),
                "ended_at": clock(self.wall()) if self.state in ("ended", "idle") else None,
                "duration_s": round(self.time, 1), "totals": self.scalars()["totals"],
                "presentations": len(self.presentations), "signals": len(self.signals)}

    def show_timeline(self):
        talks = [{**talk, "announced_at": talk["start"] + 2, "reason": "", "corrected": False}
                 for talk in self.presentations]
        return {"summary": self.show_summary(), "presentations": talks,
                "products": [self.timeline(p.sku) for p in self.products if p.orders or p.presentations],
                "signals": self.signals}
