"""The terrace that rides on the tower's face: deck, glass panel, railing, planters, pennant."""

from __future__ import annotations

from typing import Final

RAILING_M: Final = {"full": 1.10, "low": 0.50, "none": 0.0}
STOREY_M: Final = 3.5
EYE_M: Final = 1.62


class Terrace:
    """Built on a stage; `place` sets its height, `railing` how far the railing stands out of the deck."""

    def __init__(self, stage) -> None:
        light = {"t_light": stage.table("light.npz", "light")}
        self._stage = stage
        self.node = stage.root.attach_new_node("terrace")
        parts = stage.meshes("terrace.npz")
        for part in parts.values():
            part.reparent_to(self.node)
        boards = stage.picture("boards.jpg", largest=1024 if stage.tier == "high" else 512)
        dull, bright = {"u_gloss": 0.12}, {"u_gloss": 0.55}
        stage.paint(
            parts["deck"],
            "matter",
            defines=("PICTURE",),
            pictures=light | {"t_picture": boards},
            numbers=dull,
        )
        for name in ("posts", "handrail", "steel"):
            stage.paint(parts[name], "matter", pictures=light, numbers=bright, order=1)
        stage.paint(parts["fittings"], "matter", pictures=light, numbers={"u_gloss": 0.05}, order=2)
        stage.paint(
            parts["grass"],
            "matter",
            defines=("WIND", "TWO_SIDED"),
            pictures=light,
            numbers={"u_gloss": 0.0},
            two_sided=True,
            order=2,
        )
        stage.paint(
            parts["pennant"],
            "matter",
            vertex="pennant",
            defines=("TWO_SIDED",),
            pictures=light,
            numbers={"u_gloss": 0.0},
            two_sided=True,
            order=2,
        )
        parts["pennant"].set_pos(-4.69, -0.42, 3.0)
        stage.paint(
            parts["drift"],
            "matter",
            vertex="drift",
            defines=("TWO_SIDED",),
            pictures=light,
            numbers={"u_gloss": 0.0},
            two_sided=True,
            order=3,
        )
        stage.paint(
            parts["panel"],
            "glass",
            defines=("FLOOR",),
            pictures=light,
            numbers={"u_clear": 0.0},
            blend="alpha",
            order=40,
        )
        stage.paint(
            parts["panes"],
            "glass",
            pictures=light,
            numbers={"u_clear": 1.0},
            blend="alpha",
            two_sided=True,
            order=50,
        )
        self._panel, self._posts, self._panes, self._rail = (
            parts[k] for k in ("panel", "posts", "panes", "handrail")
        )

    def place(self, height_m: float) -> None:
        self.node.set_z(height_m)

    def clear(self, share: float) -> None:
        """0: the panel is frosted solid; 1: it shows the street."""
        self._stage.numbers(self._panel, {"u_clear": share})

    def railing(self, height_m: float) -> None:
        """The railing slides into the deck; below 2 cm nothing of it stands."""
        for part in (self._posts, self._panes, self._rail):
            if height_m < 0.02:
                part.hide()
            else:
                part.show()
        self._posts.set_sz(max(0.01, height_m - 0.02))
        self._panes.set_sz(max(0.01, height_m - 0.02))
        self._rail.set_z(height_m)
