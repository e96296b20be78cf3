"""Where scenes and protocols come from: the checkout, the installed package, entry points, and folders named by hand.

A scene is a folder with a `scene.yaml`; looking it up never imports the scene's code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

from vrtherapy.scene.manifest import Manifest, ManifestProblem, read_manifest

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class FoundScene:
    folder: Path
    manifest: Manifest


def shipped(name: str) -> Path:
    """The folder `name` (scenes, protocols, assets) that came with this installation."""
    beside = PACKAGE.parent / name
    return beside if beside.is_dir() and (PACKAGE.parent / "pyproject.toml").is_file() else PACKAGE / "shipped" / name


def scene_roots(extra: Iterable[Path] = ()) -> Iterator[Path]:
    yield from extra
    yield shipped("scenes")
    yield from plugged("vrtherapy.scenes")


def plugged(group: str) -> Iterator[Path]:
    """The folders that other packages bring: each entry point of the group names a module in such a folder."""
    for point in metadata.entry_points(group=group):
        module = import_module(point.module)
        if module.__file__ is not None:
            yield Path(module.__file__).parent


def scene_ids(extra: Iterable[Path] = ()) -> tuple[str, ...]:
    """Ids of every scene that can be found, sorted."""
    roots = [root for root in scene_roots(extra) if root.is_dir()]
    return tuple(sorted({m.parent.name for root in roots for m in root.glob("*/scene.yaml")}))


def find_protocol(name: str) -> Path | None:
    """The file `name`, or the protocol of that place that ships or was plugged in, such as `acrophobia/demo.yaml`."""
    here = Path(name)
    if here.exists():
        return here
    places = (root / name for root in (shipped("protocols"), *plugged("vrtherapy.protocols")))
    return next((place for place in places if place.is_file()), None)


def find_scene(name: str, extra: Iterable[Path] = ()) -> FoundScene | None:
    """The first scene of that id, or None. Raises ManifestProblem when its manifest cannot be used."""
    for root in scene_roots(extra):
        manifest = root / name / "scene.yaml"
        if manifest.is_file():
            return FoundScene(manifest.parent, read_manifest(_text(manifest), str(manifest)))
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ManifestProblem(f"{path}: not UTF-8 text at byte {error.start}") from error
