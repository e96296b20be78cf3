"""What every message shares: a `kind` that says which it is, and `v`, the wire's major version.

Unknown fields are refused, so that two sides that differ notice at once.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1
Version = Literal[1]


class Message(BaseModel):
    """The base of every message and of every part of one."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="null")


PermilleInt = Annotated[int, Field(ge=0, le=1000, description="dial position, permille")]
SudsInt = Annotated[int, Field(ge=0, le=100, description="subjective units of distress, 0-100")]
MicrosInt = Annotated[int, Field(description="session time, microseconds")]
Name = Annotated[str, Field(min_length=1, max_length=64)]
Why = Annotated[str, Field(min_length=1, max_length=400, description="a reason in words")]
Words = Annotated[str, Field(max_length=2000)]


class ReasonPart(Message):
    """Why, as a stable code and as words a clinician reads, and who decided."""

    code: str
    words: str
    source: str
