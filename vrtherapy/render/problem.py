"""What can go wrong before the first frame. After it, a failing scene is told in the frame's report."""

from __future__ import annotations


class RenderUnavailable(Exception):
    """No picture can be drawn on this machine; the text names what is missing and how to get it."""


class SceneFailed(Exception):
    """A scene could not be built. `scene_id` names it, `sentence` says what happened."""

    def __init__(self, scene_id: str, sentence: str) -> None:
        super().__init__(sentence)
        self.scene_id = scene_id
        self.sentence = sentence
