"""Makes the golden session: `python -m tests.golden.make`; with `--check` it only compares and exits 1 where they differ.

    session.jsonl   the plan, then every turn as the record keeps it (wire/journal)
    console.jsonl   what a console was told of it: plan, state, happenings, answers (wire/reports), one message a line

A scripted session in which everything happens once. It is made again on purpose only: when the rules changed and the
change was meant.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from tests.session.desk import LADDER, Desk
from tests.session.drawn import AS_USUAL
from vrtherapy.domain.plan import Rule
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds
from vrtherapy.session import effects, events, wishes
from vrtherapy.wire import codec, happenings, journal, reports, telling

HERE = Path(__file__).parent
SESSION = HERE / "session.jsonl"
CONSOLE = HERE / "console.jsonl"
STATE_EVERY = Micros(10 * SECOND)
SAYS = ("A balcony. The railing reaches your chest.", "One floor higher.", "The edge.")

STEPS = tuple(
    replace(s, say=say, rules=(Rule(Suds(85), "ease", ("stay", "ground")),), suds_every=Micros(40 * SECOND))
    for s, say in zip(LADDER.steps, SAYS, strict=True)
)
LAST = replace(STEPS[-1], rationale="expectancy", expectancy_before="Will it tip over?", expectancy_after="What did it do?")
PLAN = replace(LADDER, steps=(*STEPS[:-1], LAST), setting=replace(LADDER.setting, kind="demo"))


def lead(desk: Desk) -> None:
    """The session, from the first hold of the controls to the end."""
    desk.accepted(wishes.TakeControl())
    desk.take(wishes.Start(), client="looker-on", role="observer")
    desk.take(wishes.Start())
    desk.accepted(wishes.Confirm(tuple(sorted(AS_USUAL.items()))))
    desk.accepted(wishes.Rehearse())
    desk.run(1)
    desk.put(events.StopPressed(desk.state.now, "patient", "the patient pressed stop"))
    desk.accepted(wishes.AskSuds())
    desk.run(3)
    desk.rate(20)
    desk.accepted(wishes.Ground())
    desk.run(2)
    desk.accepted(wishes.Resume())
    desk.accepted(wishes.Start())
    desk.run(5)
    desk.accepted(wishes.Next())
    desk.run(3)
    desk.accepted(wishes.AskIntensity(Permille(450)))
    desk.run(5)
    desk.take(wishes.FireEvent("crack"))
    fired = desk.take(wishes.FireEvent("gust"))
    desk.take(wishes.FireEvent("gust"), number=fired.number)
    desk.accepted(wishes.Mark("looked down"))
    desk.read()
    desk.accepted(wishes.AskIntensity(Permille(300)))
    desk.propose("raise", 400)
    desk.accepted(wishes.DismissSuggestion())
    desk.propose("lower", 250)
    desk.accepted(wishes.AcceptSuggestion())
    desk.take(wishes.AskIntensity(Permille(400)), age=4.0)
    desk.run(25)
    desk.rate(50)
    desk.accepted(wishes.SetCap(Permille(300)))
    desk.accepted(wishes.Undo())
    desk.accepted(wishes.SetParameter("wind", Permille(200)))
    desk.accepted(wishes.ReleaseParameter("wind"))
    desk.take(wishes.Unclear("unknown_parameter", "this scene has no parameter rain"))
    desk.run(70)
    desk.rate(20)
    desk.accepted(wishes.WriteNotes("Calmer after the gust."))
    desk.accepted(wishes.Next())
    desk.run(4)
    desk.accepted(wishes.AskIntensity(Permille(600)))
    desk.run(4)
    desk.rate(88)
    desk.accepted(wishes.SayToPatient("You are safe. Breathe out slowly."))
    desk.accepted(wishes.AskSuds())
    desk.run(45)
    desk.accepted(wishes.EnterSuds(Suds(60)))
    desk.accepted(wishes.Pause())
    desk.run(62)
    desk.accepted(wishes.Resume())
    desk.put(events.Recorded(desk.state.now, False, "not recorded: no space left"))
    desk.accepted(wishes.AcceptUnrecorded("the last rung, and the patient wants to go on"))
    desk.run(2)
    desk.put(events.Recorded(desk.state.now, True, "recorded again"))
    desk.accepted(wishes.EnterSickness(7))
    desk.accepted(wishes.GoOn())
    desk.accepted(wishes.Ease())
    desk.accepted(wishes.ReportAdverse("panic", "mild", "held on to the chair"))
    desk.accepted(wishes.ExtendDose("exposure", 10, "close to the end of the ladder"))
    desk.accepted(wishes.SetAutonomy("watch"))
    desk.accepted(wishes.SetAutonomy("suggest"))
    desk.put(events.Stalled(desk.state.now, Micros(1_300_000)))
    desk.run(1)
    desk.accepted(wishes.GoOn())
    desk.console = False
    desk.run(4)
    desk.console = True
    desk.run(1)
    desk.take(wishes.TakeControl(), client="second")
    desk.take(wishes.TakeControl())
    desk.put(events.Left(desk.state.now, "second"))
    desk.put(events.Heard(desk.state.now, "server"))
    desk.put(events.StopPressed(desk.state.now, "patient", "the patient pressed stop"))
    desk.run(5)
    desk.accepted(wishes.Resume("one_lower"))
    desk.run(3)
    desk.accepted(wishes.Calm())
    desk.run(3)
    desk.accepted(wishes.Resume())
    desk.run(2)
    desk.put(events.CameBack(desk.state.now))
    desk.accepted(wishes.Resume())
    desk.run(1)
    desk.accepted(wishes.Next())
    desk.accepted(wishes.Back())
    desk.accepted(wishes.Repeat())
    desk.accepted(wishes.Skip("done last week"))
    desk.accepted(wishes.Next())
    desk.accepted(wishes.AskExpectancy("before"))
    desk.accepted(wishes.AnswerExpectancy("before", 80, "that it tips over"))
    desk.run(4)
    desk.accepted(wishes.AnswerExpectancy("after", 20, "it stood"))
    desk.put(events.SceneFailed(desk.state.now, "roof", "a picture could not be read"))
    desk.take(wishes.Stop(), client="looker-on", role="observer", age=60)
    desk.accepted(wishes.Debrief())
    desk.run(3)
    desk.accepted(wishes.End())


class Listened(Desk):
    """A desk that keeps what a console is told, besides the turns."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.told = [codec.encode(telling.plan_report(self.plan, "golden"))]
        self._seq = self._beat = 0
        self._reported = -STATE_EVERY

    def put(self, event: events.Event) -> tuple[effects.Effect, ...]:
        done = super().put(event)
        if not done and isinstance(event, events.Passed):
            self.turns.pop()
        happened = happenings.happenings(self.plan, self.state, event, done, self._seq)
        self._seq += len(happened)
        self.told += [codec.encode(h) for h in happened]
        self.told += [codec.encode(telling.answer_report(e)) for e in done if isinstance(e, effects.Answer)]
        changed = any(isinstance(e, effects.EnterPhase | effects.EnterStep) for e in done)
        if changed or self.state.now - self._reported >= STATE_EVERY:
            self._report()
        return done

    def _report(self) -> None:
        self._beat += 1
        self._reported = self.state.now
        shows = "exposure" if self.state.phase in ("exposure", "paused") else "calm"
        view = reports.ViewPart(shows=shows, surface="offscreen", frame=self._beat, frames_per_s=60.0, failure="")  # type: ignore[arg-type]
        record = reports.RecordPart(ok=self.state.recorded, saved_s_ago=0.1, words="", accepted=False)
        self.told.append(codec.encode(telling.state_report(self.plan, self.state, self._beat, self._seq, view, record)))


def made() -> dict[Path, str]:
    """What each golden file has to hold."""
    desk = Listened(PLAN)
    lead(desk)
    kept = [journal.dumps(PLAN), *(journal.dump_turn(turn) for turn in desk.turns)]
    return {SESSION: "\n".join(kept) + "\n", CONSOLE: "\n".join(desk.told) + "\n"}


def main() -> int:
    reads = argparse.ArgumentParser(prog="python -m tests.golden.make", description="Make or check the golden session.")
    reads.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file would change")
    check = reads.parse_args().check
    stale = 0
    for path, text in made().items():
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{path.name} {'differs' if check else 'written'}")
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
