"""Says whether a presentation of a show ends after what was heard of it."""
import json
import sys

folder = sys.argv[1]
heard = json.load(open(f"{folder}/show.json", encoding="utf-8"))["duration_s"]
shows = [json.loads(line) for line in open(f"{folder}/presentations.jsonl", encoding="utf-8")]
late = [s for s in shows if (s.get("end") or 0) > heard + 0.1 or s["start"] > heard]
print("after the end" if late else "nothing ends after the audio")
