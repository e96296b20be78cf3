"""The seven floors: who may import what.

Rules: a module imports only from lower floors and from its own part; parts of one floor never import each other, but for `SIDEWAYS`;
no circle of imports; Panda3D and OpenXR are imported by `render` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .sources import Import, Module, imports, part_of

FLOORS = {
    1: ("domain",),
    2: ("scene", "biofeedback", "safety"),
    3: ("protocol", "session"),
    4: ("wire", "sim", "report"),
    5: ("render", "sensors", "server", "store", "link"),
    6: ("host",),
    7: ("cli",),
}
FLOOR_OF = {part: floor for floor, parts in FLOORS.items() for part in parts}
SIDEWAYS = {("sim", "wire")}
"""A simulated clinician speaks the wire as a real one's console does (docs/decisions/0005)."""
DRAWS = ("panda3d", "direct", "xr")


@dataclass(frozen=True)
class Breach:
    module: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.what}"


def breaches(modules: Iterable[Module]) -> list[Breach]:
    """Every import that goes where it may not."""
    found = list(modules)
    known = {module.name for module in found}
    wrong = [
        Breach(module.name, one.line, what)
        for module in found
        for one in imports(module, known)
        if (what := judged(module, one))
    ]
    return wrong + list(circles(found))


def judged(module: Module, one: Import) -> str:
    """What is wrong with this import, "" where nothing is."""
    top = one.module.split(".")[0]
    if top in DRAWS and module.part != "render":
        return f"imports {top}, which only vrtherapy.render may"
    if top != "vrtherapy":
        return ""
    if module.part and module.part not in FLOOR_OF:
        return f"vrtherapy.{module.part} stands on no floor"
    there = part_of(one.module)
    if there in ("", module.part):
        return ""
    if not module.part:
        return f"the package itself imports {there}"
    if there not in FLOOR_OF:
        return f"imports {there}, which stands on no floor"
    here, other = FLOOR_OF[module.part], FLOOR_OF[there]
    if other > here:
        return f"{module.part} (floor {here}) imports {there} (floor {other}), above it"
    if other == here and (module.part, there) not in SIDEWAYS:
        return f"{module.part} imports {there}, its sibling on floor {here}"
    return ""


def circles(modules: list[Module]) -> Iterator[Breach]:
    """Each circle of imports once, told at its first module."""
    known = {module.name for module in modules}
    graph = {
        module.name: sorted({one.module for one in imports(module, known)} & known) for module in modules
    }
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> Iterator[Breach]:
        if name in path:
            circle = [*path[path.index(name) :], name]
            yield Breach(name, 1, f"a circle of imports: {' > '.join(circle)}")
        elif name not in done:
            for after in graph[name]:
                if after != name:
                    yield from walk(after, [*path, name])
            done.add(name)

    for name in sorted(graph):
        yield from walk(name, [])
