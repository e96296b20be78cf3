"""A sandy bay in soft evening light. Nothing happens here but slow waves."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT = {
    "u_sun_dir": (-0.382, 0.893, 0.238),
    "u_sun_light": (3.10, 1.95, 1.00),
    "u_sky_light": (0.80, 0.74, 0.74),
    "u_ground_light": (0.46, 0.40, 0.33),
    "u_horizon": (1.02, 0.72, 0.44),
    "u_zenith": (0.07, 0.24, 0.62),
    "u_glow": (0.55, 0.30, 0.06),
    "u_haze": 0.00034,
    "u_exposure": 0.70,
    "u_time": 0.0,
    "u_wind": 2.0,
    "u_drift": (0.0, 0.0),
}


class Scene:
    """Implements vrtherapy.scene.api.Scene; it has no parameter and no event."""

    def build(self, stage) -> None:
        self._stage = stage
        stage.lens(0.1, 8000.0)
        stage.numbers(stage.root, LIGHT)
        parts = stage.meshes("shore.npz")
        for part in parts.values():
            part.reparent_to(stage.root)
        clouds = stage.picture("clouds.jpg")
        sand = stage.picture("sand.jpg", largest=1024 if stage.tier == "high" else 512)
        stage.paint(parts["grass"], "herb", defines=("WIND",), two_sided=True, order=0)
        stage.paint(parts["stones"], "herb", order=1)
        stage.paint(parts["sand"], "sand", pictures={"t_picture": sand}, order=2)
        stage.paint(parts["headland"], "far", numbers={"u_tint": (0.09, 0.12, 0.09)}, two_sided=True, order=3)
        stage.paint(parts["sea"], "sea", pictures={"t_clouds": clouds}, blend="alpha", order=5)
        stage.backdrop("sky", pictures={"t_clouds": clouds})
        self._waves = stage.sound("sounds/shore.ogg", loop=True)
        self._time_s = 0.0

    def apply(self, values: Mapping[str, int | float | str]) -> None:
        for name in values:
            raise KeyError(name)

    def fire(self, event: str) -> None:
        raise KeyError(event)

    def advance(self, dt_s: float) -> None:
        self._time_s += dt_s
        drift = 0.0006 * self._time_s
        self._stage.numbers(self._stage.root, {"u_time": self._time_s, "u_drift": (drift, 0.2 * drift)})

    def hold(self, paused: bool) -> None:
        """Waves go on: a sea that stands still is not calm."""

    def viewpoint(self) -> tuple[float, float, float, float, float]:
        return (0.0, 0.0, 2.1, 0.0, -6.0)

    def settle(self) -> None:
        pass

    def silence(self, silent: bool) -> None:
        if silent:
            self._waves.stop()
        else:
            self._waves.loudness(1.0)
            self._waves.play()

    def teardown(self) -> None:
        self._waves.stop()
