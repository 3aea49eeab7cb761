"""A history in the shape of `GET /v1/history`, with long names, unknown figures and what cannot be told."""


def figures(scale):
    return {"orders": 1240 * scale, "units": 1733 * scale, "sales": 216984.5 * scale, "kept_sales": 200628.0 * scale,
            "uplift_orders": 811.4 * scale, "earned_per_minute": 3120.7, "stockout_minutes": 61.5 * scale, "lost_units": 206.0 * scale,
            "lost_sales": 39279.0 * scale, "margin": None if scale % 2 else 81234.5, "presentations": 15 * scale,
            "presented_s": 2400.0 * scale, "currency": "CNY"}


def effect(name, times, low, high, told=True, cause=None, shows=12):
    known = {"name": name, "times": times, "low": low, "high": high, "told": told, "presentations": 15 * shows, "shows": shows}
    return known if told else {**known, "cause": cause, "reason": cause}


EFFECTS = {
    "hosts": [effect("小雨", 1.31, 1.18, 1.46), effect("一位名字特别长的主播和她的助播", 0.76, 0.68, 0.85),
              effect("阿杰", 1.0, 0.2, 5.1, False, "not_parted")],
    "hours": [effect("18–20", 0.9, 0.81, 1.02), effect("20–22", 1.11, 0.98, 1.23)],
    "products": [],
    "minutes": [effect("2–4", 0.71, 0.66, 0.77), effect("4–8", 1, 1, 1), effect("8–16", 9.0, 0.1, 90.0, False, "few_shows", 2)],
    "price_elasticity": effect("price", -1.5, -2.2, -0.8, False, "prices_hardly_changed"),
    "ten_percent_off": effect("ten per cent off", 1.17, 1.08, 1.27, False, "prices_hardly_changed"),
    "twice_as_long": effect("twice as long", 1.62, 1.5, 1.75), "shown_before": effect("each time shown before", 0.85, 0.8, 0.91),
    "alike_before": effect("alike before", 0.8, 0.71, 0.9),
    "show_spread": 0.1, "product_show_spread": 0.3, "presentation_spread": 0.2, "presentations": 540, "shows": 36,
}


def history(sku):
    shows = [{"room": "main", "show": f"202604{day:02d}T200000", "host": "小雨" if day % 3 else "一位名字特别长的主播和她的助播",
              "started_at": f"2026-04-{day:02d}T20:00:00.000+08:00", "length_s": 10800.0, "folder": f"202604{day:02d}T200000",
              "name": "新疆吐鲁番无核黑加仑葡萄干独立小包装儿童零食礼盒装", "category": "食品", **figures(1 + day % 3)} for day in range(1, 29)]
    products = [{"sku": f"SKU{n:03d}", "name": "新疆吐鲁番无核黑加仑葡萄干独立小包装儿童零食礼盒装" if n % 2 else "口红", "category": "食品",
                 "shows": 28, "minutes": 61.2, **figures(n)} for n in range(1, 41)]
    hosts = [{"host": name, "shows": 9, "minutes": 800.5, **figures(3)} for name in ("", "小雨", "一位名字特别长的主播和她的助播")]
    if sku:
        products = [product for product in products if product["sku"] == sku]
    return {"shows": shows, "products": products, "hosts": hosts, "effects": EFFECTS, "caveat": "Effects prove no cause."}


def hits(text):
    return {"hits": [{"room": "main", "show": f"202604{day:02d}T200000", "host": "小雨", "start": 61.5 * day, "end": 61.5 * day + 4,
                      "text": f"这件{text}大衣今天只要一千二，尺码颜色都还有，先付款的先发货", "sku": "SKU001",
                      "product": "羊绒大衣" if day % 2 else ""} for day in range(1, 13)]}
