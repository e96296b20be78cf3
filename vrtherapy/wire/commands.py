"""What a console asks of the engine. One `Command` carries one wish, the console's counter and the newest beat it had.

`number` counts from 1 per client and is never reused: the engine answers each number once and gives a
repeated one the same answer. `beat` is the newest heartbeat number the console had from the engine; the engine
knows when it issued that number and refuses what is 3 s old or older (stop, pause and calm never expire).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from vrtherapy.domain.setting import Autonomy
from vrtherapy.wire.envelope import Message, Name, PermilleInt, SudsInt, Version, Why, Words


class TakeControl(Message):
    do: Literal["take_control"] = "take_control"


class Confirm(Message):
    """Answers to the checklist by item, as text (the plan's `checklist` says what each takes). All are taken or none."""

    do: Literal["confirm"] = "confirm"
    answers: Annotated[dict[Name, Annotated[str, Field(max_length=400)]], Field(min_length=1, max_length=64)]


class Rehearse(Message):
    """Ask the patient to perform the stop before anything is shown."""

    do: Literal["rehearse"] = "rehearse"


class Start(Message):
    do: Literal["start"] = "start"


class Next(Message):
    do: Literal["next"] = "next"


class Back(Message):
    do: Literal["back"] = "back"


class Repeat(Message):
    do: Literal["repeat"] = "repeat"


class Skip(Message):
    do: Literal["skip"] = "skip"
    words: Why


class GoOn(Message):
    """Somebody has looked: what was held until then is held no longer."""

    do: Literal["go_on"] = "go_on"


class Ease(Message):
    do: Literal["ease"] = "ease"


class Ground(Message):
    do: Literal["ground"] = "ground"


class AskExpectancy(Message):
    do: Literal["ask_expectancy"] = "ask_expectancy"
    when: Literal["before", "after"]


class AnswerExpectancy(Message):
    """`likelihood` 0-100, or null with the reason in `words`."""

    do: Literal["answer_expectancy"] = "answer_expectancy"
    when: Literal["before", "after"]
    likelihood: Annotated[int, Field(ge=0, le=100)] | None
    words: Words = ""


class ReportAdverse(Message):
    """Syncope, seizure, fall and anything severe stop the exposure."""

    do: Literal["report_adverse"] = "report_adverse"
    what: Literal["sickness", "syncope", "seizure", "fall", "panic", "dissociation", "pain", "other"]
    severity: Literal["mild", "moderate", "severe"]
    words: Words = ""


class EnterSickness(Message):
    """Fast Motion Sickness scale, 0-20."""

    do: Literal["enter_sickness"] = "enter_sickness"
    rating: Annotated[int, Field(ge=0, le=20)]


class ExtendDose(Message):
    do: Literal["extend_dose"] = "extend_dose"
    what: Literal["exposure", "high"]
    minutes: Annotated[int, Field(ge=1, le=120)]
    words: Why


class SetAutonomy(Message):
    do: Literal["set_autonomy"] = "set_autonomy"
    stage: Autonomy


class AcceptUnrecorded(Message):
    do: Literal["accept_unrecorded"] = "accept_unrecorded"
    words: Why


class AskIntensity(Message):
    do: Literal["ask_intensity"] = "ask_intensity"
    intensity: PermilleInt


class SetCap(Message):
    do: Literal["set_cap"] = "set_cap"
    cap: PermilleInt


class SetParameter(Message):
    do: Literal["set_parameter"] = "set_parameter"
    parameter: Name
    value: int | float | str


class ReleaseParameter(Message):
    do: Literal["release_parameter"] = "release_parameter"
    parameter: Name


class FireEvent(Message):
    do: Literal["fire_event"] = "fire_event"
    event: Name


class AskSuds(Message):
    do: Literal["ask_suds"] = "ask_suds"


class EnterSuds(Message):
    do: Literal["enter_suds"] = "enter_suds"
    suds: SudsInt


class Pause(Message):
    do: Literal["pause"] = "pause"


class Calm(Message):
    do: Literal["calm"] = "calm"


class Stop(Message):
    do: Literal["stop"] = "stop"


class Resume(Message):
    do: Literal["resume"] = "resume"
    where: Literal["here", "one_lower"] = "here"


class Debrief(Message):
    do: Literal["debrief"] = "debrief"


class End(Message):
    do: Literal["end"] = "end"


class WriteNotes(Message):
    do: Literal["write_notes"] = "write_notes"
    text: Annotated[str, Field(max_length=20_000)]


class Mark(Message):
    do: Literal["mark"] = "mark"
    text: Words = ""


class SayToPatient(Message):
    do: Literal["say"] = "say"
    text: Annotated[str, Field(min_length=1, max_length=200)]


class AcceptSuggestion(Message):
    do: Literal["accept"] = "accept"


class DismissSuggestion(Message):
    do: Literal["dismiss"] = "dismiss"


class Undo(Message):
    do: Literal["undo"] = "undo"


Wish = Annotated[
    TakeControl
    | Confirm
    | Rehearse
    | Start
    | Next
    | Back
    | Repeat
    | Skip
    | GoOn
    | Ease
    | Ground
    | AskExpectancy
    | AnswerExpectancy
    | ReportAdverse
    | EnterSickness
    | ExtendDose
    | SetAutonomy
    | AcceptUnrecorded
    | AskIntensity
    | SetCap
    | SetParameter
    | ReleaseParameter
    | FireEvent
    | AskSuds
    | EnterSuds
    | Pause
    | Calm
    | Stop
    | Resume
    | Debrief
    | End
    | WriteNotes
    | Mark
    | SayToPatient
    | AcceptSuggestion
    | DismissSuggestion
    | Undo,
    Field(discriminator="do"),
]


class Hello(Message):
    """First message of a console on `/ws/session`. `last_seq`: newest `happened` it holds, 0 for none."""

    kind: Literal["hello"] = "hello"
    v: Version = 1
    client: Name
    last_seq: Annotated[int, Field(ge=0)] = 0


class Command(Message):
    kind: Literal["command"] = "command"
    v: Version = 1
    number: Annotated[int, Field(ge=1)]
    beat: Annotated[int, Field(ge=0)]
    wish: Wish


class ConsoleBeat(Message):
    """Twice a second while the console's page is alive."""

    kind: Literal["console_beat"] = "console_beat"
    v: Version = 1
    beat: Annotated[int, Field(ge=0)]


FromConsole = Annotated[Hello | Command | ConsoleBeat, Field(discriminator="kind")]


class ForwardedCommand(Message):
    """A console's command as the server hands it to the engine, with who sent it."""

    kind: Literal["forwarded_command"] = "forwarded_command"
    v: Version = 1
    client: Name
    role: Literal["clinician", "observer"]
    number: Annotated[int, Field(ge=1)]
    beat: Annotated[int, Field(ge=0)]
    wish: Wish


class ForwardedBeat(Message):
    kind: Literal["forwarded_beat"] = "forwarded_beat"
    v: Version = 1
    client: Name


class ConsoleLeft(Message):
    kind: Literal["console_left"] = "console_left"
    v: Version = 1
    client: Name


class ServerBeat(Message):
    kind: Literal["server_beat"] = "server_beat"
    v: Version = 1
    consoles: int = 0
    viewers: int = 0
    """Consoles that show the mirror; at 0 the engine encodes none."""


FromServer = Annotated[ForwardedCommand | ForwardedBeat | ConsoleLeft | ServerBeat, Field(discriminator="kind")]
