"""A picture that stands still is silent: on injected times, and with a thread that is really stuck."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from tests.host.engine_room import until
from vrtherapy.domain.units import SECOND, Micros
from vrtherapy.host.watchdog import LOOKS_AGAIN, Watchdog


class Drill:
    """A watchdog on time that the test lets pass; it looks when it said it would."""

    def __init__(self) -> None:
        self.now = 0
        self.calls: list[tuple[int, bool]] = []
        self.dog = Watchdog(lambda silent: self.calls.append((self.now, silent)), lambda: Micros(self.now))
        self._looks = self.dog.look()

    @property
    def silent(self) -> bool:
        return bool(self.calls) and self.calls[-1][1]

    def pass_until(self, moment: int) -> None:
        while self._looks <= moment:
            self.now = self._looks
            self._looks = Micros(self.now + self.dog.look())
        self.now = moment


def test_nothing_is_heard_from_a_second_after_the_last_frame_until_the_next() -> None:
    drill = Drill()
    for k in range(1, 100):
        drill.pass_until(k * 20_000)
        drill.dog.frame_ended()
    assert drill.calls == [] and drill.dog.stalled() == 0
    last = drill.now
    drill.pass_until(last + 4 * SECOND)
    assert drill.calls == [(last + SECOND, True)]
    drill.dog.frame_ended()
    assert drill.calls[1:] == [(last + 4 * SECOND, False)]
    assert (drill.dog.stalled(), drill.dog.stalled()) == (4 * SECOND, 0), "told once"


def test_while_a_scene_is_loading_it_is_silent_and_no_stall_is_told() -> None:
    drill = Drill()
    drill.dog.frame_ended()
    drill.dog.loading()
    drill.pass_until(6 * SECOND)
    assert drill.silent
    drill.dog.frame_ended()
    assert not drill.silent and drill.dog.stalled() == 0
    drill.pass_until(9 * SECOND)
    drill.dog.frame_ended()
    assert drill.dog.stalled() == 3 * SECOND, "what comes after the loading is a stall again"


def test_a_stall_that_nobody_could_see_is_told_all_the_same() -> None:
    """The stuck call kept the interpreter, so that the watching thread never ran."""
    drill = Drill()
    drill.now = 2 * SECOND
    drill.dog.frame_ended()
    assert drill.calls == [] and drill.dog.stalled() == 2 * SECOND


@given(st.lists(st.integers(1, 3 * SECOND), min_size=1, max_size=40))
def test_in_any_course_of_frames_sound_is_off_exactly_where_no_frame_came_for_a_second(gaps: list[int]) -> None:
    drill = Drill()
    for gap in gaps:
        last = drill.now
        drill.pass_until(last + SECOND - 1 if gap >= SECOND else last + gap)
        assert not drill.silent
        drill.pass_until(last + gap)
        assert drill.silent == (gap >= SECOND)
        drill.dog.frame_ended()
        assert not drill.silent
        assert drill.dog.stalled() == (gap if gap >= SECOND else 0)
    assert all(one != other for (_, one), (_, other) in itertools.pairwise(drill.calls)), "each time once"


def test_it_looks_often_enough_to_be_in_time_after_a_silence() -> None:
    assert LOOKS_AGAIN <= SECOND // 4


def test_the_thread_acts_while_the_one_that_draws_is_stuck_and_leaves_when_it_is_told_to() -> None:
    calls: list[bool] = []
    dog = Watchdog(calls.append)
    dog.start()
    while not calls:
        time.sleep(1.2)  # the native call that the drawing thread is stuck in
    assert calls == [True]
    dog.frame_ended()
    assert calls == [True, False] and dog.stalled() >= SECOND
    dog.close()
    dog.frame_ended()
    until(lambda: dog._thread is not None and not dog._thread.is_alive(), "the end of the thread")
    assert calls == [True, False]
