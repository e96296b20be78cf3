"""Assets are what the index says, small, and come out of their scripts again."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from conftest import REPOSITORY
from PIL import Image

ASSETS = REPOSITORY / "assets"
sys.path.insert(0, str(ASSETS))
import build  # noqa: E402

INDEX = yaml.safe_load((ASSETS / "index.yaml").read_text(encoding="utf-8"))["files"]


def test_every_made_file_is_in_the_index_and_no_other() -> None:
    made = {
        p.relative_to(ASSETS).as_posix()
        for p in ASSETS.rglob("*")
        if p.suffix in (".npz", ".jpg", ".png", ".ogg")
    }
    assert made == {entry["file"] for entry in INDEX}


@pytest.mark.parametrize("entry", INDEX, ids=lambda entry: entry["file"])
def test_hash_script_and_licence(entry: dict[str, str]) -> None:
    assert hashlib.sha256((ASSETS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert (ASSETS / entry["script"]).is_file()
    assert entry["licence"] == "CC0-1.0"


def test_all_assets_stay_small() -> None:
    assert sum(entry["bytes"] for entry in INDEX) < 25_000_000


def rebuilt(part: str, out: Path) -> list[Path]:
    """The files that `part` makes below `out`, by its script in a process of its own."""
    call = [sys.executable, str(ASSETS / "build.py"), part, "--out", str(out)]
    subprocess.run(call, check=True, timeout=240, capture_output=True)
    return sorted(path for path in out.rglob("*") if path.is_file())


def same_arrays(again: Path, kept: Path) -> None:
    """Arrays are compared, not bytes: packing differs between versions of zlib."""
    with np.load(again) as new, np.load(kept) as old:
        assert set(new.files) == set(old.files)
        for name in old.files:
            assert np.allclose(new[name].astype(float), old[name].astype(float), atol=1.01e-3), name


@pytest.mark.parametrize("part", ["high_rise/flyers", "high_rise/terrace", "high_rise/trees"])
def test_an_asset_comes_out_of_its_script_again(tmp_path: Path, part: str) -> None:
    files = rebuilt(part, tmp_path)
    assert files
    for path in files:
        same_arrays(path, ASSETS / path.relative_to(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("part", sorted(set(build.PARTS) - {"sounds"}))
def test_every_asset_comes_out_of_its_script_again(tmp_path: Path, part: str) -> None:
    for path in rebuilt(part, tmp_path):
        kept = ASSETS / path.relative_to(tmp_path)
        if path.suffix == ".npz":
            same_arrays(path, kept)
        else:
            with Image.open(path) as new, Image.open(kept) as old:
                assert new.size == old.size
                assert np.abs(np.asarray(new, float) - np.asarray(old, float)).mean() < 0.5, path.name


@pytest.mark.slow
def test_every_sound_comes_out_of_its_script_again(tmp_path: Path) -> None:
    soundfile = pytest.importorskip("soundfile", reason="needs the extra `authoring`")
    for path in rebuilt("sounds", tmp_path):
        new, old = (soundfile.read(p)[0] for p in (path, ASSETS / path.relative_to(tmp_path)))
        assert new.shape == old.shape
        assert np.abs(new - old).mean() < 1e-3, path.name


@pytest.mark.parametrize("path", sorted(ASSETS.rglob("*.npz")), ids=lambda p: p.name)
def test_meshes_are_sound(path: Path) -> None:
    with np.load(path) as file:
        for name in [k.split("/")[0] for k in file.files if k.endswith("/position")]:
            position, index = file[f"{name}/position"], file[f"{name}/index"].reshape(-1, 3)
            assert np.isfinite(position).all(), name
            assert index.max() < len(position), name
            assert len(file[f"{name}/normal"]) == len(position), name


def test_the_city_has_walls_on_all_four_sides() -> None:
    with np.load(ASSETS / "high_rise/city.npz") as file:
        normal = np.concatenate(
            [file[k] for k in file.files if k.startswith("city_") and k.endswith("/normal")]
        )
    for axis, sign in ((0, 127), (0, -127), (1, 127), (1, -127)):
        assert (normal[:, axis] == sign).mean() > 0.05
