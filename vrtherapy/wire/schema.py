"""The wire as JSON Schema, from which the console's TypeScript types are generated."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from vrtherapy.wire.commands import FromConsole
from vrtherapy.wire.reports import ToConsole


class Wire(BaseModel):
    """Everything a console may say and hear."""

    from_console: FromConsole
    to_console: ToConsole


def wire_schema() -> str:
    """JSON Schema (2020-12) of the console's side of the wire, stable to the byte."""
    schema = Wire.model_json_schema(mode="serialization")
    _drop_titles(schema)
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _drop_titles(node: Any) -> None:
    # Field titles would become type aliases; model titles stay, they name the types.
    if isinstance(node, dict):
        if "properties" in node:
            for part in node["properties"].values():
                if isinstance(part, dict):
                    part.pop("title", None)
        for part in node.values():
            _drop_titles(part)
    elif isinstance(node, list):
        for part in node:
            _drop_titles(part)
