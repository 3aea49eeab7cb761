#!/usr/bin/env python3
"""Keeps the Swift packages at the versions and revisions of Scripts/packages.lock.

  packages.py pin      make Package.resolved say what the lock says; done by the set-up
  packages.py check    fail when the build has other packages
  packages.py lock     take over what is resolved now, after a change of Package.swift

A line of the lock: identity, version, revision, address."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, RESOLVED, STATE = ROOT / "Scripts/packages.lock", ROOT / "Package.resolved", ROOT / ".build/workspace-state.json"


def locked():
    rows = (line.split() for line in LOCK.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {identity: (version, revision, location) for identity, version, revision, location in rows}


def resolved():
    pins = json.loads(RESOLVED.read_text(encoding="utf-8"))["pins"]
    return {p["identity"]: (p["state"]["version"], p["state"]["revision"], p["location"]) for p in pins}


def built():
    """What lies in the build folder; nothing when nothing was built."""
    if not STATE.is_file():
        return {}
    packages = json.loads(STATE.read_text(encoding="utf-8"))["object"]["dependencies"]
    return {p["packageRef"]["identity"]: p["state"]["checkoutState"]["revision"] for p in packages}


def pin():
    if RESOLVED.is_file() and resolved() == locked():
        return
    pins = [{"identity": identity, "kind": "remoteSourceControl", "location": location,
             "state": {"revision": revision, "version": version}}
            for identity, (version, revision, location) in sorted(locked().items())]
    RESOLVED.write_text(json.dumps({"pins": pins, "version": 2}, indent=2) + "\n", encoding="utf-8")


def check():
    wrong = [f"{identity}: the build has {revision}, the lock {locked().get(identity, ('', 'nothing'))[1]}"
             for identity, revision in sorted(built().items()) if locked().get(identity, ("", ""))[1] != revision]
    if wrong:
        sys.exit("\n".join(["packages: error: run Scripts/packages.py pin and build again, or, after a change of "
                            "Package.swift, Scripts/packages.py lock:", *wrong]))


def lock():
    lines = [" ".join([identity, *rest]) for identity, rest in sorted(resolved().items())]
    LOCK.write_text("# identity, version, revision, address: see Scripts/packages.py\n" + "\n".join(lines) + "\n",
                    encoding="utf-8")


actions = {"pin": pin, "check": check, "lock": lock}
if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        sys.exit(__doc__)
    actions[sys.argv[1]]()
