"""What the server remembers, without a socket: latecomers get all of it, nothing twice, silence told once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.golden.test_golden import told
from tests.server.serving import answer, happened, plan
from tests.wire.test_messages import STATE
from vrtherapy.server import hub as hubs
from vrtherapy.server.asked import AT_ENGINE_MOST
from vrtherapy.server.hub import Hub, Outcome
from vrtherapy.wire import codec, commands, reports
from vrtherapy.wire.codec import TracePoint, Unreadable


def heard(out: Outcome, client: str = "ada") -> list[reports.ToConsole]:
    return [codec.to_console.read(t) for t in out.to_client.get(client, [])]


def seqs(messages: list[reports.ToConsole]) -> list[int]:
    return [m.seq for m in messages if isinstance(m, reports.Happened)]


def filled(count: int) -> Hub:
    hub = Hub()
    hub.from_engine(plan(), 0.0)
    for seq in range(1, count + 1):
        hub.from_engine(happened(seq), 0.0)
    hub.from_engine(STATE, 0.0)
    return hub


def test_a_latecomer_is_told_the_plan_then_all_that_happened_then_the_newest_state() -> None:
    found = heard(filled(3).join("ada", "clinician", 0, 0.0))
    assert [type(m) for m in found] == [
        reports.Welcome, reports.PlanReport, reports.Happened, reports.Happened, reports.Happened, reports.StateReport
    ]  # fmt: skip
    assert seqs(found) == [1, 2, 3]


@given(st.integers(0, 40), st.integers(0, 60))
def test_a_console_that_lost_the_line_gets_exactly_what_it_lacks(count: int, last_seq: int) -> None:
    found = seqs(heard(filled(count).join("ada", "clinician", last_seq, 0.0)))
    # One that holds more than there is comes from another life of the server: it starts over.
    assert found == list(range((last_seq if last_seq <= count else 0) + 1, count + 1))


def test_where_the_server_no_longer_holds_them_all_it_starts_from_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "HAPPENED_KEPT", 10)
    assert seqs(heard(filled(25).join("ada", "clinician", 3, 0.0))) == list(range(16, 26))


@given(st.lists(st.integers(1, 30), max_size=40))
def test_a_happening_is_told_once_however_often_the_engine_repeats_it(said: list[int]) -> None:
    hub, told_now = Hub(), []
    for seq in said:
        out = hub.from_engine(happened(seq), 0.0)
        told_now += [codec.to_console.read(t) for t in out.to_all]
    assert seqs(told_now) == sorted(set(seqs(told_now)))
    assert seqs(heard(hub.join("ada", "clinician", 0, 0.0))) == seqs(told_now)


def test_an_answer_goes_to_who_asked_and_to_nobody_else() -> None:
    hub = Hub()
    hub.join("ada", "clinician", 0, 0.0)
    hub.join("ben", "clinician", 0, 0.0)
    out = hub.from_engine(answer("ben", 7), 0.0)
    assert not out.to_all and list(out.to_client) == ["ben"]


def test_a_command_goes_to_the_engine_with_its_sender_and_role() -> None:
    hub = Hub()
    hub.join("eve", "observer", 0, 0.0)
    command = commands.Command(number=3, beat=9, wish=commands.SetParameter(parameter="wind", value=2.5))
    (text,) = hub.from_console("eve", command).to_engine
    forwarded = codec.from_server.read(text)
    assert forwarded == commands.ForwardedCommand(client="eve", role="observer", number=3, beat=9, wish=command.wish)
    (text,) = hub.from_console("eve", commands.ConsoleBeat(beat=9)).to_engine
    assert codec.from_server.read(text) == commands.ForwardedBeat(client="eve")


def to_engine(out: Outcome) -> list[int]:
    found = [codec.from_server.read(text) for text in out.to_engine]
    return [m.number for m in found if isinstance(m, commands.ForwardedCommand)]


def test_what_no_engine_has_answered_is_asked_again_of_the_engine_that_comes_back() -> None:
    hub = Hub()
    for client in ("ada", "ben"):
        hub.join(client, "clinician", 0, 0.0)
    for number in (1, 2, 3):
        hub.from_console("ada", commands.Command(number=number, beat=9, wish=commands.Mark()))
    hub.from_console("ben", commands.Command(number=7, beat=9, wish=commands.Stop()))
    hub.from_engine(answer("ada", 2), 0.0)
    assert to_engine(hub.engine_came()) == [1, 3, 7]
    for client, number in (("ada", 1), ("ada", 3), ("ben", 7)):
        hub.from_engine(answer(client, number), 0.0)
    assert to_engine(hub.engine_came()) == []


def test_a_stop_stands_behind_no_other_consoles_commands_and_the_flood_is_passed_on_as_it_is_answered() -> None:
    hub = Hub()
    for client in ("flood", "ada"):
        hub.join(client, "clinician", 0, 0.0)
    sent = [
        number
        for n in range(1, 1001)
        for number in to_engine(hub.from_console("flood", commands.Command(number=n, beat=9, wish=commands.Mark())))
    ]
    assert len(sent) == AT_ENGINE_MOST
    assert to_engine(hub.from_console("ada", commands.Command(number=1, beat=9, wish=commands.Stop()))) == [1]
    for n in sent:
        sent += to_engine(hub.from_engine(answer("flood", n), 0.0))
    assert sent == list(range(1, 1001))


def test_a_consoles_own_stop_overtakes_its_flood_and_each_overtaken_command_is_refused_once() -> None:
    hub = Hub()
    hub.join("ada", "clinician", 0, 0.0)
    for n in range(1, 101):
        hub.from_console("ada", commands.Command(number=n, beat=9, wish=commands.Mark()))
    out = hub.from_console("ada", commands.Command(number=101, beat=9, wish=commands.Stop()))
    assert to_engine(out) == [101]
    refused = [m for m in heard(out) if isinstance(m, reports.AnswerReport)]
    assert [m.number for m in refused] == list(range(AT_ENGINE_MOST + 1, 101))
    assert not any(m.accepted for m in refused) and {m.reason.code for m in refused} == {"overtaken"}


def test_a_stop_pressed_while_no_engine_is_there_reaches_the_one_that_comes_back_though_its_console_left() -> None:
    hub = Hub()
    hub.join("ada", "clinician", 0, 0.0)
    hub.from_console("ada", commands.Command(number=1, beat=9, wish=commands.Mark()))
    hub.from_console("ada", commands.Command(number=2, beat=9, wish=commands.Stop()))
    hub.leave("ada")
    assert to_engine(hub.engine_came()) == [2]
    hub.from_engine(answer("ada", 2), 0.0)
    assert to_engine(hub.engine_came()) == []


def test_who_said_no_hello_or_says_it_twice_is_told_and_nothing_is_forwarded() -> None:
    hub = Hub()
    out = hub.from_console("ada", commands.Command(number=1, beat=0, wish=commands.Stop()))
    assert not out.to_engine and isinstance(heard(out)[0], reports.Refused)
    hub.join("ada", "clinician", 0, 0.0)
    out = hub.from_console("ada", commands.Hello(client="ada"))
    assert not out.to_engine and isinstance(heard(out)[0], reports.Refused)


def test_a_console_that_leaves_is_told_to_the_engine_and_counted_no_more() -> None:
    hub = Hub()
    hub.join("ada", "clinician", 0, 0.0)
    assert hub.consoles == 1
    (text,) = hub.leave("ada").to_engine
    assert codec.from_server.read(text) == commands.ConsoleLeft(client="ada")
    assert hub.consoles == 0


def test_an_engine_silent_for_two_seconds_is_told_once_and_again_after_it_spoke() -> None:
    hub = Hub()
    assert not hub.tick(100.0).to_all, "an engine that was never there is not silent"
    hub.from_engine(STATE, 100.0)
    assert not hub.tick(101.9).to_all
    (text,) = hub.tick(102.0).to_all
    found = codec.to_console.read(text)
    assert isinstance(found, reports.NoEngine) and found.silent_s == pytest.approx(2.0)
    assert not hub.tick(103.0).to_all
    hub.from_engine(STATE, 104.0)
    assert not hub.tick(105.0).to_all
    assert hub.tick(106.0).to_all


def test_who_joins_while_no_engine_is_heard_is_told_so() -> None:
    hub = Hub()
    assert any(isinstance(m, reports.NoEngine) for m in heard(hub.join("ada", "clinician", 0, 0.0)))
    hub.from_engine(STATE, 10.0)
    assert not any(isinstance(m, reports.NoEngine) for m in heard(hub.join("ada", "clinician", 0, 11.0)))
    assert any(isinstance(m, reports.NoEngine) for m in heard(hub.join("ada", "clinician", 0, 12.0)))


def test_strips_are_kept_for_latecomers_up_to_ten_minutes_and_garbage_is_refused() -> None:
    hub = Hub()
    for n in range(3000):
        hub.traced(codec.encode_trace([TracePoint(float(n), 0.5, 0.5, 80.0, 0.5, 0.1, 1.0)]))
    kept = codec.decode_trace(hub.trace())
    assert [p.time_s for p in kept] == [float(n) for n in range(600, 3000)]
    with pytest.raises(Unreadable):
        hub.traced(b"\x02garbage")
    assert codec.decode_trace(hub.trace()) == kept


def test_the_golden_session_reaches_a_latecomer_whole() -> None:
    hub = Hub()
    messages = [m for m in told() if isinstance(m, reports.PlanReport | reports.StateReport | reports.Happened)]
    for message in messages:
        hub.from_engine(message, 0.0)
    found = heard(hub.join("ada", "clinician", 0, 0.0))
    assert [m for m in found if isinstance(m, reports.Happened)] == [m for m in messages if isinstance(m, reports.Happened)]
    assert found[1] == messages[0] and found[-1] == messages[-1]
