"""What happens once: a gull, a helicopter. Each has its age in seconds and is gone at its end."""

from __future__ import annotations

import math
from typing import Final

BIRD_S: Final = 6.0
HELICOPTER_S: Final = 14.0


class Passing:
    """Something that crosses the view once, as it was seen from where the patient stood when it began."""

    def __init__(self, node, lasts_s: float) -> None:
        self.node = node
        self.node.hide()
        self._lasts_s = lasts_s
        self._age = math.inf

    def start(self, eye: tuple[float, float, float]) -> None:
        self._age, self._eye = 0.0, eye
        self.node.show()

    def stop(self) -> None:
        self._age = math.inf
        self.node.hide()

    def share(self, dt_s: float) -> float | None:
        """How much of it is over, 0 to 1, `dt_s` later; None when it is gone."""
        self._age += dt_s
        if self._age < self._lasts_s:
            return self._age / self._lasts_s
        self.stop()
        return None


class Bird(Passing):
    """A gull passes at 6 m, right to left, a little below the eye, banking and flapping now and then."""

    def __init__(self, stage, mesh) -> None:
        super().__init__(mesh, BIRD_S)
        mesh.reparent_to(stage.root)
        self._stage = stage
        stage.paint(
            mesh, "matter", vertex="gull", defines=("TWO_SIDED",), two_sided=True, order=3,
            pictures={"t_light": stage.table("light.npz", "light")}, numbers={"u_gloss": 0.0, "u_flap": 0.0},
        )  # fmt: skip

    def advance(self, dt_s: float) -> tuple[float, float, float] | None:
        """Where it is now, or None when it is gone."""
        share = self.share(dt_s)
        if share is None:
            return None
        x, y, z = self._eye
        side = 34.0 * (0.5 - share)
        ahead = 6.0 + 0.012 * side * side
        at = (x + side, y + ahead, z + 0.35 + 0.5 * math.sin(share * 5.0))
        self.node.set_pos(*at)
        self.node.set_hpr(90.0 + 1.4 * side * 0.8, 4.0 * math.cos(share * 5.0), 10.0 * math.sin(share * 6.0))
        flapping = 0.45 + 0.55 * max(0.0, math.sin(share * 13.0))
        self._stage.numbers(self.node, {"u_flap": flapping * math.sin(self._age * 15.0) + 0.25})
        return at


class Helicopter(Passing):
    """Crosses the sky at 300 m, left to right, clear of every roof on its way, with its distance heard."""

    def __init__(self, stage, body, rotor) -> None:
        super().__init__(stage.root.attach_new_node("helicopter"), HELICOPTER_S)
        body.reparent_to(self.node)
        rotor.reparent_to(self.node)
        self._rotor = rotor
        light = {"t_light": stage.table("light.npz", "light")}
        stage.paint(body, "matter", pictures=light, numbers={"u_gloss": 0.8}, order=4)
        stage.paint(rotor, "matter", pictures=light, numbers={"u_gloss": 0.2}, order=4, two_sided=True)

    def advance(self, dt_s: float) -> tuple[float, float, float] | None:
        share = self.share(dt_s)
        if share is None:
            return None
        x, y, z = self._eye
        side = -430.0 + 860.0 * share
        at = (
            x + side,
            y + math.sqrt(300.0**2 + 0.15 * side * side),
            max(z + 28.0, 104.0) - 4.0 * math.sin(share * 3.1),
        )
        self.node.set_pos(*at)
        self.node.set_hpr(-90.0, -5.0, 0.0)
        self._rotor.set_h(self._age * 1100.0 % 360.0)
        return at
