"""Thresholds as the server gives them, and the ranges that it insists on."""

RANGES = {
    "thresholds": {
        "stockoutHorizon": (60, 2_592_000, 3600), "stockoutProbability": (0.01, 1, 0.8), "stockoutDoubt": (0, 1, 0.5),
        "stockoutSlack": (0, 86_400, 900), "nearSharpness": (0, 1, 0.95), "farSharpness": (0, 1, 0.8),
        "warehouseHorizon": (60, 2_592_000, 1800), "warehouseProbability": (0.01, 1, 0.5), "leadTimeDays": (0.01, 365, 2),
        "reviewDays": (0, 365, 1), "sellingHoursPerDay": (0.1, 24, 4), "serviceLevel": (0.5, 0.9999, None),
        "marginShare": (0, 1, 0.4), "leftoverLossShare": (0, 1, 0.05), "slowDaysOfCover": (0, 100_000, 30),
        "slowResponseShare": (0, 1, 0.2), "surgeProbability": (0, 1, 0.0001), "surgeOrders": (1, 1_000_000, 6),
        "restAfterPresentation": (0, 86_400, 600),
    },
    "": {"updateInterval": (0, 86_400, 60), "coolDown": (0, 86_400, 180), "busyInterval": (0.1, 3600, 3),
         "idleInterval": (0.1, 3600, 15)},
}
THRESHOLDS = {"thresholds": {k: r[2] for k, r in RANGES["thresholds"].items() if r[2] is not None},
              **{k: r[2] for k, r in RANGES[""].items()},
              "categories": {"食品": {"leadTimeDays": 1}}, "products": {}, "forecast": {}, "ledger": {}}


def refusal(settings):
    """The field that is wrong and what is wrong with it, or None."""
    for group, ranges in RANGES.items():
        values = settings.get(group, {}) if group else settings
        for key, (low, high, _) in ranges.items():
            value = values.get(key)
            if value is None:
                continue
            field = f"{group}.{key}" if group else key
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                return field, f"{key} is no number"
            if not low <= value <= high:
                return field, f"{key} is {value}; it must lie in {low}…{high}"
    return None
