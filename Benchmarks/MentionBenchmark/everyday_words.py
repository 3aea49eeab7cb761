#!/usr/bin/env python3
"""Write Sources/ProductMentions/Everyday/EverydayWords+Frequent.swift from jieba's dictionary (PyPI jieba, MIT licence).

  everyday_words.py DICT.TXT [COUNT] > EverydayWords+Frequent.swift

Takes the COUNT (6,000) most frequent words of two to four characters that are no proper names, most frequent first.
"""
import sys


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 6000
    words = []
    for line in open(sys.argv[1], encoding="utf-8"):
        word, frequency, kind = (line.split() + [""])[:3]
        chinese = all("\u4e00" <= character <= "\u9fff" for character in word)
        if 2 <= len(word) <= 4 and chinese and not kind.startswith(("nr", "ns", "nt", "nz")):
            words.append((-int(frequency), word))
    words = [word for _, word in sorted(words)[:count]]
    print("extension EverydayWords {")
    print(f"  /// The {len(words):,} most frequent words of two to four characters in the dictionary of jieba")
    print("  /// (https://github.com/fxsjy/jieba, MIT licence), names left out, most frequent first. Written by")
    print("  /// `Benchmarks/MentionBenchmark/everyday_words.py`.")
    print('  static let frequent = """')
    line = "   "
    for word in words:
        if len(line) + len(word) + 1 > 110:
            print(line + " \\")
            line = "   "
        line += " " + word
    print(line)
    print('    """')
    print("}")


if __name__ == "__main__":
    main()
