"""The city below: buildings, roads, park, trees, traffic, people, river, hills and sky. It stands still but for the shader."""

from __future__ import annotations

from .daylight import NUMBERS, PARK_TILE, ROAD_TILE


def build(stage) -> None:
    """Puts the city under the stage's root, near things first so that they hide the far ones cheaply."""
    root = stage.root
    high = stage.tier == "high"
    stage.numbers(root, NUMBERS)
    light = {"t_light": stage.table("light.npz", "light")}
    walls = stage.picture("facades.jpg", layers=11, largest=512 if high else 256, alpha="facades_glass.png")
    road = stage.picture("road.jpg", largest=2048 if high else 1024)
    park = stage.picture("park.jpg", largest=1024)
    leaves = stage.picture("leaves.png")
    town = stage.meshes("city.npz")
    trees = stage.meshes(f"trees_{stage.tier}.npz")
    movers = stage.meshes("movers.npz")
    wall = {"pictures": light | {"t_facades": walls}}
    leaf = {"pictures": light | {"t_leaves": leaves}, "defines": ("WIND",)}
    for order, (node, shader, extra) in enumerate(
        (
            *((town[name], "facade", wall) for name in sorted(town) if name.startswith("city_")),
            *((trees[name], "leaf", leaf) for name in sorted(trees) if name.startswith("crown_")),
            (trees["trunk"], "matter", {"pictures": light, "numbers": {"u_gloss": 0.0}}),
            (movers["cars"], "matter", {"pictures": light, "numbers": {"u_gloss": 1.0}, "vertex": "traffic"}),
            (
                movers["people"],
                "matter",
                {"pictures": light, "numbers": {"u_gloss": 0.0}, "vertex": "people"},
            ),
            (
                town["kerbs"],
                "ground",
                {"pictures": light | {"t_ground": road}, "numbers": {"u_tile": ROAD_TILE}},
            ),
            (
                town["park"],
                "ground",
                {"pictures": light | {"t_ground": park}, "numbers": {"u_tile": PARK_TILE}},
            ),
            (
                town["ground"],
                "ground",
                {"pictures": light | {"t_ground": road}, "numbers": {"u_tile": ROAD_TILE}},
            ),
            *((town[name], "facade", wall) for name in sorted(town) if name.startswith("distance_")),
            (town["river"], "far", {"defines": ("WATER",), "numbers": {"u_tint": (0.05, 0.09, 0.11)}}),
            (town["hills"], "far", {"numbers": {"u_tint": (0.10, 0.14, 0.08)}}),
        ),
        start=10,
    ):
        node.reparent_to(root)
        stage.paint(node, shader, order=order, **extra)
    movers["car_shadows"].reparent_to(root)
    stage.paint(movers["car_shadows"], "blob", vertex="traffic", blend="alpha", order=1)
    stage.backdrop("sky", pictures={"t_clouds": stage.picture("clouds.png")}, numbers={"u_drift": (0.0, 0.0)})
