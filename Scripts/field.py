#!/usr/bin/env python3
"""Runs the odd inputs of Tests/Field end to end: files and streams as people really have them.

Each folder has a `field.json`:

  about   one sentence: what is odd, and where it comes from
  needs   programs without which it is passed over (such as ffmpeg), files (/…), or "models"
  make    commands that make the input, in an empty folder
  run     the command that is tried, in the same folder; `liveshelf` is the program
  exit    its exit status (default 0)
  says    regular expressions that its output must have (case does not matter)
  silent  regular expressions that it must not have
  json    {"file": {"member": [least, most] or value}}: what a JSON file must say; "file:lines": how many lines it has
  absent  files that must not be there
  within  seconds that it may take at most (default 60)

Commands have $FIELD (the case's folder) and $SAMPLE (the sample broadcast's folder).
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEMBERS = {"about", "needs", "make", "run", "exit", "says", "silent", "json", "absent", "within"}


def missing(case):
    for need in case.get("needs", []):
        if need == "models":
            if not (ROOT / "Models/built").is_dir():
                return "the speech models (make setup)"
        elif need.startswith("/"):
            if not os.path.exists(need):
                return need
        elif not shutil.which(need):
            return need
    return None


def shell(command, folder, environment, limit):
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, timeout=limit, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def agrees(value, wanted):
    if isinstance(wanted, list):
        return isinstance(value, (int, float)) and wanted[0] <= value <= wanted[1]
    return value == wanted


def look(case, folder, code, text):
    """What is not as it should be, one line each."""
    if code != case.get("exit", 0):
        yield f"exit status {code}, wanted {case.get('exit', 0)}"
    for pattern in case.get("says", []):
        if not re.search(pattern, text, re.IGNORECASE | re.DOTALL):
            yield f"does not say /{pattern}/"
    for pattern in case.get("silent", []):
        if re.search(pattern, text, re.IGNORECASE | re.DOTALL):
            yield f"says /{pattern}/"
    for name in case.get("absent", []):
        if (folder / name).exists():
            yield f"{name} was left"
    for place, members in case.get("json", {}).items():
        file = folder / place.removesuffix(":lines")
        if not file.is_file():
            yield f"{place} is missing"
        elif place.endswith(":lines"):
            count = len(file.read_text("utf-8").splitlines())
            if not agrees(count, members):
                yield f"{place} are {count}, wanted {members}"
        else:
            found = json.loads(file.read_text("utf-8"))
            for member, wanted in members.items():
                if not agrees(found.get(member), wanted):
                    yield f"{place}: {member} is {found.get(member)}, wanted {wanted}"


def run(path, program):
    case = json.loads((path / "field.json").read_text("utf-8"))
    unknown = set(case) - MEMBERS
    if unknown or "run" not in case or "about" not in case:
        return "FAIL", [f"field.json: {', '.join(sorted(unknown)) or 'run and about'} cannot be understood or are missing"], ""
    lacking = missing(case)
    if lacking:
        return "SKIP", [f"without {lacking}"], ""
    with tempfile.TemporaryDirectory(prefix="field-") as name:
        folder = pathlib.Path(name)
        environment = dict(os.environ, FIELD=str(path), SAMPLE=str(ROOT / "Media/Samples/show"),
                           PATH=f"{program.parent}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
        for command in case.get("make", []):
            made = shell(command, folder, environment, 120)
            if made.returncode:
                return "FAIL", [f"make: {command}: {made.stdout[-400:]}"], made.stdout
        limit = case.get("within", 60)
        try:
            done = shell(case["run"], folder, environment, limit)
        except subprocess.TimeoutExpired as error:
            return "FAIL", [f"took more than {limit} s"], str(error.stdout or "")
        problems = list(look(case, folder, done.returncode, done.stdout))
    return ("FAIL" if problems else "PASS"), problems, done.stdout


def main():
    parser = argparse.ArgumentParser(description="Runs the odd inputs of Tests/Field.")
    parser.add_argument("--program", default=str(ROOT / ".build/release/liveshelf"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("names", nargs="*", help="folders of Tests/Field (default: all)")
    options = parser.parse_args()
    program = pathlib.Path(options.program).absolute()
    if program.name != "liveshelf" or not os.access(program, os.X_OK):
        sys.exit(f"field: there is no program at {program}: build it (make build), or name it with --program")
    paths = sorted(p.parent for p in (ROOT / "Tests/Field").glob("*/field.json"))
    if options.names:
        paths = [p for p in paths if p.name in options.names]
        unknown = set(options.names) - {p.name for p in paths}
        if unknown:
            sys.exit(f"field: there is no {', '.join(sorted(unknown))} in Tests/Field")
    counts = {"PASS": 0, "FAIL": 0, "SKIP": 0}

    def timed(path):
        start = time.monotonic()
        return *run(path, program), time.monotonic() - start

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, (state, problems, text, seconds) in zip(paths, pool.map(timed, paths)):
            counts[state] += 1
            print(f"{state}  {path.name}  ({seconds:.0f} s)", flush=True)
            for problem in problems:
                print(f"        {problem}")
            if state == "FAIL":
                print("".join(f"        | {line}\n" for line in text.splitlines()[-12:]), end="", flush=True)
    print(f"{counts['PASS']} passed, {counts['FAIL']} failed, {counts['SKIP']} passed over")
    sys.exit(1 if counts["FAIL"] else 0)


main()
