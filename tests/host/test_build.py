"""Only what was installed from a finished archive is a release; everything else is a development build."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from vrtherapy.domain.setting import Setting
from vrtherapy.host.build import development, is_release

HERE = Path("/usr/lib/python3/site-packages")
RUNNING = HERE / "vrtherapy" / "__init__.py"
WHEEL = json.dumps({"url": "file:///tmp/vrtherapy-1.2.0-py3-none-any.whl", "archive_info": {"hash": "sha256=0"}})
FOLDER = json.dumps({"url": "file:///home/somebody/vrtherapy", "dir_info": {}})
EDITABLE = json.dumps({"url": "file:///home/somebody/vrtherapy", "dir_info": {"editable": True}})
REPOSITORY = json.dumps({"url": "https://example.org/vrtherapy", "vcs_info": {"vcs": "git", "commit_id": "0" * 40}})


@dataclass
class Installed:
    """As importlib.metadata describes an installed distribution."""

    version: str = "1.2.0"
    origin: str | None = None
    folder: Path = HERE

    def read_text(self, filename: str) -> str | None:
        assert filename == "direct_url.json"
        return self.origin

    def locate_file(self, path: str) -> object:
        return self.folder / path


@pytest.mark.parametrize("version", ["1.2.0", "0.1.0", "2026.1", "1.0.post1", "1!2.0"])
@pytest.mark.parametrize("origin", [None, WHEEL])
def test_a_final_version_from_an_index_or_a_wheel_is_a_release(version: str, origin: str | None) -> None:
    assert is_release(Installed(version, origin), RUNNING)


@pytest.mark.parametrize("version", ["1.2.0.dev1", "1.2.0.dev0+g1234567", "1.2.0+local", "1.2.0rc1", "1.2a1", "", "1.2.0 "])
def test_a_version_that_is_not_final_is_no_release(version: str) -> None:
    assert not is_release(Installed(version), RUNNING)


@pytest.mark.parametrize("origin", [FOLDER, EDITABLE, REPOSITORY, "", "rubbish", "[]"])
def test_what_was_installed_from_a_folder_or_a_repository_is_no_release(origin: str) -> None:
    assert not is_release(Installed(origin=origin), RUNNING)


def test_a_checkout_that_runs_beside_an_installed_release_is_no_release() -> None:
    assert not is_release(Installed(), Path("/home/somebody/vrtherapy/vrtherapy/__init__.py"))


def test_this_checkout_is_a_development_build_as_is_what_nobody_knows() -> None:
    assert development() and Setting().development
