"""What a console asked is answered once, in order and few at a time; what makes things gentler waits for nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.server import asked as module
from vrtherapy.server.asked import AT_ENGINE_MOST, Asked
from vrtherapy.session.commanded import NEVER_EXPIRE
from vrtherapy.wire import codec, commands

GENTLE = [commands.Stop(), commands.Pause(), commands.Calm()]
PLAIN = [commands.Mark(text="m"), commands.AskIntensity(intensity=100), commands.Next()]


def command(number: int, wish: commands.Wish | None = None) -> commands.ForwardedCommand:
    return commands.ForwardedCommand(client="ada", role="clinician", number=number, beat=1, wish=wish or PLAIN[0])


def numbers(texts: list[str]) -> list[int]:
    found = [codec.from_server.read(text) for text in texts]
    return [m.number for m in found if isinstance(m, commands.ForwardedCommand)]


@given(st.lists(st.sampled_from(["ask", "answer", "new line"]), max_size=200), st.integers(1, 5))
def test_everything_asked_reaches_the_engine_once_per_line_in_order_and_never_too_much_at_a_time(
    course: list[str], most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "AT_ENGINE_MOST", most)
        asked, number = Asked(), 0
        at_engine: list[int] = []
        answered: list[int] = []
        for turn in course:
            if turn == "ask":
                number += 1
                at_engine += numbers(asked.ask(command(number)).to_engine)
            elif turn == "answer" and at_engine:
                answered.append(at_engine.pop(0))
                at_engine += numbers(asked.answered(answered[-1]))
            elif turn == "new line":
                assert numbers(asked.again()) == at_engine
            assert len(at_engine) <= most
            waiting = number - len(answered) - len(at_engine)
            assert answered + at_engine == list(range(1, len(answered) + len(at_engine) + 1))
            assert waiting == 0 or len(at_engine) == most, "something waits though there is room"
        while at_engine:
            answered.append(at_engine.pop(0))
            at_engine += numbers(asked.answered(answered[-1]))
        assert answered == list(range(1, number + 1)) and asked.nothing


@pytest.mark.parametrize("wish", GENTLE)
def test_what_makes_things_gentler_goes_at_once_and_what_it_overtook_is_refused(wish: commands.Wish) -> None:
    asked = Asked()
    for number in range(1, 10_001):
        asked.ask(command(number))
    passed = asked.ask(command(10_001, wish))
    assert numbers(passed.to_engine) == [10_001]
    assert [number for number, _, _ in passed.refused] == list(range(AT_ENGINE_MOST + 1, 10_001))
    assert all(code == "overtaken" and wish.do in words for _, code, words in passed.refused)
    assert numbers(asked.again()) == [*range(1, AT_ENGINE_MOST + 1), 10_001]
    for number in (*range(1, AT_ENGINE_MOST + 1), 10_001):
        assert asked.answered(number) == []
    assert asked.nothing


def test_a_few_commands_and_a_stop_keep_their_order_and_all_are_passed_on() -> None:
    asked = Asked()
    sent = [asked.ask(command(number, PLAIN[number % 3])) for number in range(1, AT_ENGINE_MOST)]
    sent.append(asked.ask(command(AT_ENGINE_MOST, commands.Stop())))
    assert numbers([t for p in sent for t in p.to_engine]) == list(range(1, AT_ENGINE_MOST + 1))
    assert not [p for p in sent if p.refused]


def test_a_command_said_again_while_it_is_on_its_way_is_passed_on_once_and_after_its_answer_again() -> None:
    asked = Asked()
    assert numbers(asked.ask(command(1)).to_engine) == [1]
    assert asked.ask(command(1)).to_engine == []
    asked.answered(1)
    assert numbers(asked.ask(command(1)).to_engine) == [1]


def test_more_than_can_wait_is_refused_and_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING_MOST", 5)
    asked = Asked()
    refused = [n for number in range(1, AT_ENGINE_MOST + 11) for n, _, _ in asked.ask(command(number)).refused]
    assert refused == list(range(AT_ENGINE_MOST + 6, AT_ENGINE_MOST + 11))


def test_of_what_a_console_asked_that_went_away_only_what_makes_things_gentler_is_still_done() -> None:
    asked = Asked()
    for number in range(1, 50):
        asked.ask(command(number))
    asked.ask(command(50, commands.Stop()))
    asked.left()
    assert numbers(asked.again()) == [50]
    asked.answered(50)
    assert asked.nothing


def test_a_console_that_came_back_says_again_what_waits_and_the_engine_gets_it_once() -> None:
    asked = Asked()
    for number in range(1, AT_ENGINE_MOST + 4):
        asked.ask(command(number))
    asked.came_back()
    for number in range(1, AT_ENGINE_MOST + 4):
        assert asked.ask(command(number)).to_engine == []
    assert numbers(asked.answered(1)) == [AT_ENGINE_MOST + 1]


def test_what_overtakes_here_is_what_never_expires_in_the_engine() -> None:
    assert {kind.__name__ for kind in module.GENTLE} == {kind.__name__ for kind in NEVER_EXPIRE}
