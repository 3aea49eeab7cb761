#!/usr/bin/env python3
"""Makes TypeScript types of the API's document, against which the wall screen's scripts are checked.

  api_types.py FILE        writes `declare namespace API { … }` with each schema of openapi.yaml

Needs pyyaml (Scripts/setup.sh --tests installs it into .build/test-tools)."""

import json
import sys
from pathlib import Path

import yaml

DOCUMENT = Path(__file__).resolve().parent.parent / "Sources/LiveshelfServer/OpenAPI/openapi.yaml"
SIMPLE = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}


def kind(schema):
    """The type of a schema; `any` for one that says nothing."""
    if schema is True or not schema:
        return "any"
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    for key, sign in (("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")):
        if key in schema:
            return "(" + sign.join(kind(one) for one in schema[key]) + ")"
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return "(" + " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"]) + ")"
    names = schema.get("type", "object" if "properties" in schema else None)
    if names is None:
        return "any"
    kinds = [one_kind(name, schema) for name in ([names] if isinstance(names, str) else names)]
    return kinds[0] if len(kinds) == 1 else "(" + " | ".join(kinds) + ")"


def one_kind(name, schema):
    if name == "array":
        return f"{kind(schema.get('items'))}[]"
    if name == "object":
        return members(schema)
    return SIMPLE[name]


def members(schema):
    required = set(schema.get("required", []))
    lines = [f"{json.dumps(name)}{'' if name in required else '?'}: {kind(of)};"
             for name, of in schema.get("properties", {}).items()]
    if not lines:
        of = schema.get("additionalProperties", True)
        return f"Record<string, {kind(of) if of is not False else 'never'}>"
    return "{ " + " ".join(lines) + " }"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    schemas = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    lines = [f"  type {name} = {kind(schema)};" for name, schema in schemas.items()]
    file = Path(sys.argv[1])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("// Made by Scripts/api_types.py from openapi.yaml.\ndeclare namespace API {\n" + "\n".join(lines)
                    + "\n}\n", encoding="utf-8")


main()
