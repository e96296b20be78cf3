"""JSON Schema (draft-07, which editors know best) of a protocol, generated from the keys that check it."""

from __future__ import annotations

import json

from vrtherapy.protocol.schema import PROTOCOL
from vrtherapy.protocol.shape import Json

FILE = "protocols/protocol.schema.json"


def protocol_schema() -> Json:
    """The schema as data."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A protocol of graded exposure, vrtherapy/1",
        **PROTOCOL.json(),
    }


def protocol_schema_text() -> str:
    """What `protocols/protocol.schema.json` holds, stable to the byte."""
    return json.dumps(protocol_schema(), indent=1, ensure_ascii=False) + "\n"
