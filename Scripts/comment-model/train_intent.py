"""Trains the intent model from phrases.txt: `train_intent.py OUT.tsv`. The same phrases give the same file."""
import itertools
import random
import re
import sys
from pathlib import Path

import numpy as np

from linear import Rows, softmax, train, vocabulary

MOST_PER_PHRASE = 90
LABELS = ["stock", "size", "color", "price", "link", "ship", "return", "pos", "neg", "bought", "noise"]
OPENINGS = ["主播", "请问", "宝子", "姐姐", "问一下", "小姐姐", "亲", "老板", "那", "想问下", "家人们", "hi "]
CLOSINGS = ["啊", "呀", "呢", "哦", "?", "??", "!", "~", "宝", "主播", "😭", "😂", "[赞]", "急", "谢谢", "亲", "啦"]
# What viewers write instead: slang, homophones and slips of the input method.
VARIANTS = [
    ("有没有", "有木有"), ("没有", "木有"), ("什么", "啥"), ("什么", "神马"), ("怎么", "咋"), ("吗", "嘛"), ("吗", "么"),
    ("吗", "不"), ("链接", "连接"), ("链接", "链结"), ("多少钱", "多钱"), ("多少钱", "多少米"), ("喜欢", "稀饭"),
    ("时候", "时侯"), ("好看", "好康"), ("的", "滴"), ("了", "鸟"), ("这个", "这"), ("便宜", "便宜宜"), ("发货", "发获"),
    ("尺码", "尺马"), ("还有", "海有"), ("补货", "补获"), ("质量", "质亮"), ("包邮", "包油"), ("快递", "快弟"), ("多大", "多打"),
    ("退货", "退获"), ("优惠券", "优惠卷"), ("吗", "吖"), ("好", "耗"), ("几号", "几耗"), ("没货", "没获"),
]


def expand(phrase):
    """All sentences of a phrase, in order."""
    parts = re.split(r"(\([^)]*\))", phrase)
    choices = [part[1:-1].split("|") if part.startswith("(") else [part] for part in parts]
    return ["".join(chosen) for chosen in itertools.product(*choices)]


NUMERAL = "零〇一二两三四五六七八九十百千"
COUNTERS = "号斤码米元块折天升瓶包盒件单个套双片抽桶箱袋两口岁月克公寸尺支条人枚只粒杯层档期代毫厘千"


def masked(text):
    """Numbers as N, by the rule of `HanNumerals` in Swift."""
    text = re.sub(r"[0-9]+(\.[0-9]+)?", "N", text)
    return re.sub(f"[{NUMERAL}]{{2,7}}|(?<=[米扣])[{NUMERAL}]|[{NUMERAL}](?=[{COUNTERS}])", "N", text)


def tokens(text):
    """One token for each Chinese character, Latin word, slot or sign: as `IntentFeatures` in Swift."""
    text = masked(text)
    found = re.findall(r"[a-z']+|[A-Z]|[^\sA-Za-z']", re.sub(r"yyds|YYDS", "yyds", text).replace("OK", "ok"))
    return ["^"] + [token.replace("'", "") for token in found if token != "'"] + ["$"]


def features(text):
    parts = tokens(text)
    return {" ".join(parts[i:i + n]) for n in (1, 2, 3) for i in range(len(parts) - n + 1)}


def sentences(path):
    """(text, label number, weight); every phrase weighs the same in its class, every class the same."""
    random_source = random.Random(20)
    label, groups = None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            label = LABELS.index(line[1:-1])
            continue
        every = sorted(set(text for text in expand(line) if text.strip()))
        chosen = every if len(every) <= MOST_PER_PHRASE else random_source.sample(every, MOST_PER_PHRASE)
        made = list(chosen)
        for text in chosen:
            for original, variant in VARIANTS:
                if original in text and random_source.random() < 0.25:
                    made.append(text.replace(original, variant))
            if random_source.random() < 0.5:
                made.append(random_source.choice(OPENINGS) + text)
            if random_source.random() < 0.5:
                made.append(text + random_source.choice(CLOSINGS))
            if len(text) > 4 and random_source.random() < 0.2:
                gone = random_source.randrange(len(text))
                made.append(text[:gone] + text[gone + 1:])
        groups.append((label, made))
    phrases = [sum(1 for other, _ in groups if other == label) for label in range(len(LABELS))]
    return [
        (text, label, min(1.0, 3 / len(made) ** 0.5) / phrases[label]) for label, made in groups for text in made
    ]


def main():
    data = sentences(Path(__file__).parent / "phrases.txt")
    documents = [features(text) for text, _, _ in data]
    labels = np.array([label for _, label, _ in data])
    weights = np.array([weight for _, _, weight in data])
    numbers = vocabulary(documents, 6)
    rows = Rows(documents, numbers)
    matrix, bias = train(rows, labels, len(LABELS), penalty=3e-6, rounds=120, rate=0.2, weights=weights)
    scale = 16
    whole = np.clip(np.round(matrix * scale), -127, 127).astype(int)
    whole[np.abs(whole) < 3] = 0
    kept = [(name, whole[number]) for name, number in numbers.items() if np.abs(whole[number]).max() >= 10]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("# Intent weights, made by Scripts/comment-model/train_intent.py from phrases.txt (own sentences).\n")
        out.write(f"scale\t{scale}\n")
        out.write("labels\t" + "\t".join(LABELS) + "\n")
        out.write("bias\t" + "\t".join(str(round(value * scale)) for value in bias) + "\n")
        for name, values in kept:
            out.write(name + "\t" + " ".join(f"{k}:{value}" for k, value in enumerate(values) if value) + "\n")
    scores = np.stack([rows.times(matrix[:, k]) for k in range(len(LABELS))], axis=1) + bias
    right = softmax(scores).argmax(axis=1) == labels
    print(f"{len(data)} sentences, {len(numbers)} features, {len(kept)} kept, {right.mean():.4f} right on them")


if __name__ == "__main__":
    main()
