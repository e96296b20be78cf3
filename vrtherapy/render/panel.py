"""What is written in the patient's view: a sentence, or the distress question with its scale. 1.5 m ahead."""

from __future__ import annotations

from typing import Final

from panda3d.core import (
    Camera,
    CardMaker,
    DisplayRegion,
    NodePath,
    PerspectiveLens,
    TextNode,
    TransparencyAttrib,
)

QUESTION: Final = "How distressed are you now?"
AHEAD_M: Final = 1.5
LETTER_M: Final = 0.052
INK: Final = (0.13, 0.16, 0.17, 1.0)
PAPER: Final = (0.965, 0.955, 0.93, 0.94)
ACCENT: Final = (0.10, 0.36, 0.38, 1.0)


class PatientPanel:
    """A panel fixed in the patient's view, over whatever the view shows, and the veil beneath it."""

    def __init__(self, region: DisplayRegion, view_deg: float) -> None:
        self._root = NodePath("patient-panel")
        self._root.set_depth_test(False)
        self._root.set_depth_write(False)
        self._lens = PerspectiveLens()
        self._lens.set_near_far(0.1, 10.0)
        self._lens.set_min_fov(view_deg)
        region.set_camera(self._root.attach_new_node(Camera("panel-eye", self._lens)))
        card = CardMaker("veil")
        card.set_frame(-20, 20, -20, 20)
        self._veil = self._root.attach_new_node(card.generate())
        self._veil.set_y(5.0)
        self._veil.set_transparency(TransparencyAttrib.M_alpha)
        self._veil.set_bin("fixed", 0)
        self._veil.hide()
        self._sentence: NodePath | None = None
        self._left_s = 0.0
        self._question = self._build_question()
        self._question.hide()

    def shape(self, aspect: float, view_deg: float) -> None:
        self._lens.set_aspect_ratio(aspect)
        self._lens.set_min_fov(view_deg)

    def veil(self, cover: float, grey: float) -> None:
        """An even grey of `grey` (display value) over the picture, `cover` 0..1 thick."""
        if cover <= 0.0:
            self._veil.hide()
            return
        self._veil.show()
        self._veil.set_color(grey, grey, grey, cover)

    def say(self, text: str, seconds: float) -> None:
        """Shows `text` for `seconds`; an empty text takes the last one away."""
        if self._sentence is not None:
            self._sentence.remove_node()
            self._sentence = None
        if text.strip():
            self._sentence = self._paper(text, 0.0, wrap=24)
            self._left_s = seconds
            self._place()

    def ask(self, shown: bool) -> None:
        if shown:
            self._question.show()
        else:
            self._question.hide()
        self._place()

    def advance(self, dt_s: float) -> None:
        if self._sentence is not None:
            self._left_s -= dt_s
            if self._left_s <= 0.0:
                self.say("", 0.0)

    def _place(self) -> None:
        """A sentence stands in the lower third; above the question while that is open."""
        if self._sentence is not None:
            self._sentence.set_z(0.30 if not self._question.is_hidden() else -0.36)

    def _paper(self, text: str, height: float, wrap: float) -> NodePath:
        node = TextNode("sentence")
        node.set_text(text)
        node.set_align(TextNode.A_center)
        node.set_wordwrap(wrap)
        node.set_text_color(*INK)
        node.set_card_color(*PAPER)
        node.set_card_as_margin(0.9, 0.9, 0.55, 0.6)
        node.set_card_decal(True)
        made = self._root.attach_new_node(node)
        made.set_scale(LETTER_M)
        made.set_pos(0.0, AHEAD_M, height)
        made.set_bin("fixed", 10)
        made.set_transparency(TransparencyAttrib.M_alpha)
        return made

    def _build_question(self) -> NodePath:
        top = self._root.attach_new_node("question")
        top.set_pos(0.0, AHEAD_M, -0.36)
        self._card(top, (-0.80, 0.80, -0.20, 0.20), PAPER, 20)
        self._line(top, QUESTION, 0.105, 0.058, INK)
        for step in range(11):
            x = -0.65 + 0.13 * step
            tone = tuple(
                a + (b - a) * step / 10 for a, b in zip((0.72, 0.86, 0.84), (0.86, 0.55, 0.38), strict=True)
            )
            self._card(top, (x - 0.055, x + 0.055, -0.055, 0.055), (*tone, 1.0), 21)
            self._line(top, str(step * 10), -0.014, 0.042, INK, x)
        self._line(top, "0  none", -0.125, 0.036, INK, -0.60)
        self._line(top, "100  the most", -0.125, 0.036, INK, 0.55)
        self._line(top, "say it aloud, or press 0 to 9, or T for 100", -0.16, 0.030, ACCENT)
        return top

    def _line(
        self, top: NodePath, text: str, height: float, size: float, colour: tuple[float, ...], x: float = 0.0
    ) -> None:
        node = TextNode("line")
        node.set_text(text)
        node.set_align(TextNode.A_center)
        node.set_text_color(*colour)
        made = top.attach_new_node(node)
        made.set_scale(size)
        made.set_pos(x, 0.0, height)
        made.set_bin("fixed", 30)

    @staticmethod
    def _card(top: NodePath, frame: tuple[float, ...], colour: tuple[float, ...], order: int) -> None:
        card = CardMaker("paper")
        card.set_frame(*frame)
        made = top.attach_new_node(card.generate())
        made.set_color(*colour)
        made.set_transparency(TransparencyAttrib.M_alpha)
        made.set_bin("fixed", order)
