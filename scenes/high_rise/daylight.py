"""A clear afternoon: sun from behind the left shoulder, blue sky, light haze over the city."""

from __future__ import annotations

from typing import Final

SUN: Final = (-0.7475, -0.2222, 0.6263)
LIGHT_BOX: Final = (-300.0, -120.0, 1 / 600.0, 1 / 600.0)
ROAD_TILE: Final = (-24.0, 14.0, 1 / 84.0, 1 / 72.0)
PARK_TILE: Final = (-13.5, 22.0, 1 / 63.0, 1 / 56.0)
WAYS: Final = (14.0 - 2 * 72.0, -24.0 - 6 * 84.0, 26.0, 0.45)

NUMBERS: Final = {
    "u_sun_dir": SUN,
    "u_sun_light": (2.55, 2.25, 1.80),
    "u_sky_light": (0.62, 0.76, 0.98),
    "u_ground_light": (0.30, 0.29, 0.27),
    "u_horizon": (0.74, 0.82, 0.92),
    "u_zenith": (0.13, 0.27, 0.56),
    "u_glow": (0.40, 0.32, 0.20),
    "u_haze": 0.00046,
    "u_exposure": 0.80,
    "u_light_box": LIGHT_BOX,
    "u_ways": WAYS,
    "u_time": 0.0,
    "u_wind": 1.0,
    "u_blown": 0.0,
    "u_deck_z": 3.5,
}
