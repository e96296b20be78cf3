"""The keys of `vrtherapy/1` from the top: what each may hold, what it means, an example. Checked and shown from here.

`PROTOCOL.read(node, notes)` gives a `Document` wherever its frame could be read, so that the other rules can speak
too; whether anything was wrong is in the notes.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.protocol.parts import Document, Evidence, Measures, SessionPart, Settings
from vrtherapy.protocol.record import Got, Key, Record
from vrtherapy.protocol.settings_keys import DEFAULTS_KEY
from vrtherapy.protocol.shape import At, Many, Notes
from vrtherapy.protocol.single import OneOf, Text
from vrtherapy.protocol.step_keys import ID_KEY, STEP, TITLE
from vrtherapy.protocol.values import ID

SCHEMA: Final = "vrtherapy/1"
STEPS = Key("steps", Many(STEP, "steps"), "The ladder, calmest first.", "[{id: balcony, suds_expected: 30, intensity: 0.15..0.30}]", required=True)


def _session(got: Got, notes: Notes) -> SessionPart | None:
    steps, defaults = got.of(STEPS), got.of(DEFAULTS_KEY)
    return SessionPart(
        id=got.of(ID_KEY) or At("", got.line, got.column),
        title=got.of(TITLE),
        settings=Settings() if defaults is None else defaults.value,
        steps=() if steps is None else tuple(step.value for step in steps.value),
        line=got.line,
        column=got.column,
    )


SESSION: Record[SessionPart] = Record("a session", (ID_KEY, TITLE, DEFAULTS_KEY, STEPS), _session)

CITE = Key("cite", Text("Coelho 2008"), "Author, year, where.", "Coelho 2008", required=True)
CLAIM = Key("claim", Text("three VR sessions, gains as in vivo"), "What it showed.", "three VR sessions, gains as in vivo", required=True)


def _evidence(got: Got, notes: Notes) -> Evidence | None:
    cite, claim = got.of(CITE), got.of(CLAIM)
    return Evidence("" if cite is None else cite.value, "" if claim is None else claim.value)


NAMES = Many(Text("vhiss", r"[a-z][a-z0-9_-]{0,63}"), "ids")
BEFORE = Key("before", NAMES, "Before the first session.", "[vhiss, gad7]")
EVERY_SESSION = Key("every_session", NAMES, "At every session.", "[ssq]")
AFTER_ALL = Key("after", NAMES, "After the last session.", "[vhiss]")


def _names(found: At[tuple[At[str], ...]] | None) -> tuple[str, ...]:
    return () if found is None else tuple(name.value for name in found.value)


MEASURES: Record[Measures] = Record(
    "`measures`", (BEFORE, EVERY_SESSION, AFTER_ALL),
    lambda got, notes: Measures(_names(got.of(BEFORE)), _names(got.of(EVERY_SESSION)), _names(got.of(AFTER_ALL))),
)

SCHEMA_KEY = Key("schema", OneOf(((SCHEMA, SCHEMA),), "VRT123"), "Version of the language; the first line.", SCHEMA, required=True)
PROTOCOL_TITLE = Key("title", Text("Fear of heights in a high-rise"), "What people read.", "Fear of heights in a high-rise", required=True)
DISORDER = Key("disorder", ID, "The disorder it treats.", "acrophobia", required=True)
VERSION = Key("version", Text("1.0.0"), "Version of this protocol, three numbers.", "1.0.0", required=True)
EVIDENCE = Key("evidence", Many(Record("a source", (CITE, CLAIM), _evidence), "sources"), "What the protocol rests on.", "[{cite: Coelho 2008, claim: three sessions}]")
SCREEN_OUT = Key("screen_out", NAMES, "Who should not be treated with it before a physician was asked.", "[seizures, vestibular_disorder]")
MEASURES_KEY = Key("measures", MEASURES, "Questionnaires and when.", "{before: [vhiss], after: [vhiss]}")
SESSIONS = Key("sessions", Many(SESSION, "sessions"), "The sessions, in order.", "[{id: first, steps: [{id: balcony, suds_expected: 30, intensity: 0.15..0.30}]}]", required=True)


def _document(got: Got, notes: Notes) -> Document:
    def written(key: Key[str]) -> At[str]:
        return got.of(key) or At("", got.line, got.column)

    evidence, screen_out, measures = got.of(EVIDENCE), got.of(SCREEN_OUT), got.of(MEASURES_KEY)
    defaults, sessions = got.of(DEFAULTS_KEY), got.of(SESSIONS)
    return Document(
        path=notes.path,
        id=written(ID_KEY),
        title=written(PROTOCOL_TITLE),
        disorder=written(DISORDER),
        version=written(VERSION),
        evidence=() if evidence is None else tuple(e.value for e in evidence.value),
        screen_out=() if screen_out is None else screen_out.value,
        measures=Measures() if measures is None else measures.value,
        settings=Settings() if defaults is None else defaults.value,
        sessions=() if sessions is None else tuple(s.value for s in sessions.value),
        broken=got.broken,
        line=got.line,
        column=got.column,
    )


PROTOCOL: Record[Document] = Record(
    "a protocol",
    (SCHEMA_KEY, ID_KEY, PROTOCOL_TITLE, DISORDER, VERSION, EVIDENCE, SCREEN_OUT, MEASURES_KEY, DEFAULTS_KEY, SESSIONS),
    _document,
)
