"""What the patient presses on a keyboard: Escape or F12 is stop; while the question is open 0..9 and T rate."""

from __future__ import annotations

from typing import Protocol

from panda3d.core import (
    ButtonThrower,
    DataGraphTraverser,
    EventQueue,
    GraphicsWindow,
    MouseAndKeyboard,
    NodePath,
)

from vrtherapy.render.report import PatientInput, StopPressed, SudsSaid

_PRESSED = "vrtherapy-key"
STOP_KEYS = frozenset({"escape", "f12"})


class Keys(Protocol):
    """Where the patient's presses come from."""

    def poll(self, question_open: bool) -> tuple[PatientInput, ...]: ...


class NoKeys:
    """A surface without a keyboard."""

    def poll(self, question_open: bool) -> tuple[PatientInput, ...]:
        return ()


class WindowKeys:
    """The keyboard of a window. No press between two frames is lost."""

    def __init__(self, window: GraphicsWindow) -> None:
        self._root = NodePath("keys")
        device = self._root.attach_new_node(MouseAndKeyboard(window, 0, "keyboard"))
        thrower = ButtonThrower("presses")
        thrower.set_button_down_event(_PRESSED)
        device.attach_new_node(thrower)
        self._traverser = DataGraphTraverser()

    def poll(self, question_open: bool) -> tuple[PatientInput, ...]:
        self._traverser.traverse(self._root.node())
        queue = EventQueue.get_global_event_queue()
        said: list[PatientInput] = []
        while not queue.is_queue_empty():
            event = queue.dequeue_event()
            if event.get_name() == _PRESSED and event.get_num_parameters():
                meaning = meaning_of(event.get_parameter(0).get_string_value(), question_open)
                if meaning is not None:
                    said.append(meaning)
        return tuple(said)


def meaning_of(key: str, question_open: bool) -> PatientInput | None:
    """What a key means to the patient; Escape and F12 always mean stop."""
    if key in STOP_KEYS:
        return StopPressed()
    if question_open and len(key) == 1 and key.isdigit():
        return SudsSaid(int(key) * 10)
    if question_open and key == "t":
        return SudsSaid(100)
    return None
