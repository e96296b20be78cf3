"""The engine tells a change at once where it may, as soon as it may where it told a moment ago, and the rest at its pace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.host.engine_room import Life, PlayedView, demo_plan, settings_in
from vrtherapy.domain.units import SECOND, Micros
from vrtherapy.host.conduct import Conduct
from vrtherapy.host.teller import REPORT_EVERY, REPORT_GAP, Teller
from vrtherapy.store.write import RecordWriter
from vrtherapy.wire import codec, reports


@dataclass
class Line:
    """What was sent on a line that always stands."""

    sent: list[str] = field(default_factory=list)

    def send(self, text: str, after: object = None) -> None:
        self.sent.append(text)

    def show(self, frame: bytes) -> None:
        pass

    def states(self) -> list[Micros]:
        """When the reports of the state were from that were sent so far."""
        told = [m for m in map(codec.from_engine.read, self.sent) if isinstance(m, reports.StateReport)]
        return [state.at for state in told]


@dataclass
class Desk:
    teller: Teller
    server: Line
    conduct: Conduct

    def tell(self, now: int) -> None:
        self.teller.tell(Micros(now))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    plan, settings, server = demo_plan(), settings_in(tmp_path), Line()
    conduct = Conduct(plan, lambda effects: None, lambda turn: None)
    writer = RecordWriter(settings.record)
    teller = Teller(settings, plan, conduct, writer, PlayedView(), server, Line(), Life())  # type: ignore[arg-type]
    yield Desk(teller, server, conduct)
    teller.close()
    writer.close()


def test_without_a_change_the_state_is_told_five_times_a_second(desk: Desk) -> None:
    for now in range(0, SECOND, 10_000):
        desk.tell(now)
    assert len(desk.server.states()) == SECOND // REPORT_EVERY


def test_a_change_is_told_at_once(desk: Desk) -> None:
    desk.tell(0)
    desk.teller.changed = True
    desk.tell(REPORT_GAP)
    assert len(desk.server.states()) == 2


def test_a_change_a_moment_after_a_report_is_told_as_soon_as_it_may_be_and_not_forgotten(desk: Desk) -> None:
    desk.tell(0)
    desk.teller.changed = True
    desk.tell(REPORT_GAP - 1)
    assert len(desk.server.states()) == 1
    desk.tell(REPORT_GAP)
    assert len(desk.server.states()) == 2
    desk.tell(2 * REPORT_GAP)
    assert len(desk.server.states()) == 2, "told once"
