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

ASSETS = REPOSITORY / "assets"
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


@pytest.mark.parametrize(
    ("part", "file"), [("high_rise/flyers", "flyers.npz"), ("high_rise/terrace", "terrace.npz")]
)
def test_an_asset_comes_out_of_its_script_again(tmp_path: Path, part: str, file: str) -> None:
    """Arrays are compared, not bytes: packing differs between versions of zlib."""
    call = [sys.executable, str(ASSETS / "build.py"), part, "--out", str(tmp_path)]
    subprocess.run(call, check=True, timeout=120, capture_output=True)
    with np.load(tmp_path / "high_rise" / file) as again, np.load(ASSETS / "high_rise" / file) as kept:
        assert set(again.files) == set(kept.files)
        for name in kept.files:
            assert np.allclose(again[name].astype(float), kept[name].astype(float), atol=1.01e-4), name


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
