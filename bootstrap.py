"""Makes `.venv` from the lock and runs a command in it: `python bootstrap.py demo`. Standard library only.

Rules:
- A part of the environment is made again only when what it is made from has changed; `.venv/made.json` says from what
  each part was made, and a part that was interrupted is not in it.
- A system package that is missing is told in one line; where apt-get may be used without a password, it is installed.
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MADE = VENV / "made.json"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
OLDEST = (3, 11)

LOCKS = {
    "base": ROOT / "requirements.lock",
    "authoring": ROOT / "requirements" / "authoring.lock",
    "sensors": ROOT / "requirements" / "sensors.lock",
    "development": ROOT / "requirements" / "development.lock",
}


@dataclass(frozen=True)
class Command:
    """What to run in the environment: the program (a name in `.venv`'s folder of programs, "" for none) and its words."""

    about: str
    run: tuple[str, ...] = ()
    extras: tuple[str, ...] = ("development",)
    draws: bool = False
    browses: bool = False


COMMANDS = {
    "env": Command("make the environment, run nothing", extras=(), draws=True),
    "demo": Command("a session with a simulated patient", ("vrtherapy", "demo"), extras=(), draws=True),
    "test": Command("the tests, less the slow ones", ("pytest", "-m", "not slow"), draws=True, browses=True),
    "test-all": Command("every test", ("pytest",), draws=True, browses=True),
    "lint": Command("ruff over everything", ("ruff", "check", ".")),
    "types": Command("mypy over vrtherapy/", ("mypy",)),
    "floors": Command(
        "who may import what, and what the lower floors may not do", ("pytest", "tests/architecture")
    ),
    "gen": Command("write the generated files again (--check: only compare)", ("python", "gen.py")),
    "bench": Command("the measurements of benchmarks/", ("python", "-m", "benchmarks"), draws=True),
    "lock": Command(
        "write the locks again after pyproject.toml changed (needs uv; --upgrade for newer versions)",
        extras=(),
    ),
}


@dataclass(frozen=True)
class Missing:
    """Something of the system that is not there, and how each kind of system gets it."""

    what: str
    debian: tuple[str, ...]
    elsewhere: str
    needed: bool = True

    def sentence(self) -> str:
        if self.debian and shutil.which("apt-get"):
            how = f"sudo apt-get install {' '.join(self.debian)}"
        else:
            how = self.elsewhere
        return f"missing: {self.what}; get it with: {how}"


class Stop(Exception):
    """The sentence that is told instead of a traceback."""


# ---- what the system must have ----


def missing(command: Command) -> list[Missing]:
    found = []
    if not PYTHON.is_file() and not can_make_venv():
        found.append(
            Missing(
                "the venv module of this Python",
                (f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",),
                "your system's package for Python's venv and ensurepip",
            )
        )
    if (
        command.draws
        and sys.platform.startswith("linux")
        and not (opens("libEGL.so.1") and opens("libGL.so.1"))
    ):
        found.append(
            Missing(
                "OpenGL (libEGL.so.1, libGL.so.1)",
                ("libegl1", "libgl1", "libgl1-mesa-dri"),
                "your system's packages of Mesa (Fedora: mesa-libEGL mesa-libGL mesa-dri-drivers; Arch: mesa libglvnd)",
            )
        )
    if command.browses and not browser():
        chromium = "Chromium, for the tests of the console"
        found.append(
            Missing(
                chromium,
                ("chromium", "fonts-liberation"),
                "your system's Chromium, Chrome or Edge",
                needed=False,
            )
        )
    if command.browses and sys.platform.startswith("linux"):
        if not opens("libatomic.so.1"):
            atomic = "libatomic.so.1, for Playwright, which steers Chromium"
            found.append(Missing(atomic, ("libatomic1",), "your system's libatomic", needed=False))
        if not shutil.which("Xvfb"):
            display = "Xvfb, for the test of the patient's window"
            found.append(Missing(display, ("xvfb",), "your system's Xvfb", needed=False))
    return found


def can_make_venv() -> bool:
    """Debian ships Python without ensurepip, or with an ensurepip that has no pip to install."""
    return importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None


def opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def browser() -> str | None:
    """Chromium or a near relative of it."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
    places = (
        Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
        *(
            Path(os.environ[folder], *parts)
            for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
            if folder in os.environ
            for parts in (
                ("Google", "Chrome", "Application", "chrome.exe"),
                ("Microsoft", "Edge", "Application", "msedge.exe"),
            )
        ),
    )
    return next(
        (str(found) for found in (*map(shutil.which, names), *(p for p in places if p.is_file())) if found),
        None,
    )


def provide(command: Command) -> None:
    """Installs what is missing where it may, tells of the rest. Raises Stop when what is needed stays missing."""
    lacking = missing(command)
    packages = [package for one in lacking for package in one.debian]
    rights = apt_rights() if packages else None
    if packages and rights is not None:
        tell(f"installing with apt-get: {' '.join(packages)} ({', '.join(one.what for one in lacking)})")
        said = apt_get(rights, packages)
        lacking = missing(command)
        if lacking and said:
            tell(said)
    for one in lacking:
        if not one.needed:
            tell(one.sentence())
    needed = [one.sentence() for one in lacking if one.needed]
    if needed:
        raise Stop("\n".join(needed))


def apt_rights() -> list[str] | None:
    """What to put before apt-get so that it asks nobody for a password; None where there is no such way."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    asks = (
        sudo is None or subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode != 0
    )
    return None if asks else ["sudo", "-n"]


def apt_get(rights: list[str], packages: list[str]) -> str:
    """Its last words where it failed, else nothing."""
    quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*quiet, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return "" if done.returncode == 0 else "\n".join(done.stdout.decode(errors="replace").splitlines()[-3:])


# ---- the environment ----


def environment(extras: tuple[str, ...]) -> None:
    """The environment with these extras, made or mended where it has to be."""
    made = made_before()
    if made.get("root", str(ROOT)) != str(ROOT) or not runs():
        tell(f"making {VENV.name} with Python {sys.version_info[0]}.{sys.version_info[1]}")
        made = {}
        call([sys.executable, "-m", "venv", "--clear", str(VENV)], "the environment could not be made")
    made["root"] = str(ROOT)
    for part in ("base", *extras):
        lock = LOCKS[part]
        if made.get(part) != digest(lock):
            tell(f"installing what {lock.relative_to(ROOT).as_posix()} names; once, until it changes")
            remember(made, part, None)
            pip(["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock)])
            remember(made, part, digest(lock))
    if made.get("package") != digest(ROOT / "pyproject.toml"):
        remember(made, "package", None)
        with tempfile.TemporaryDirectory() as folder:
            pip(["--no-index", "--no-deps", "--force-reinstall", str(editable_wheel(Path(folder)))])
        remember(made, "package", digest(ROOT / "pyproject.toml"))


def runs() -> bool:
    """Whether there is an environment whose Python is new enough and has pip."""
    if not PYTHON.is_file():
        return False
    ask = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([str(PYTHON), "-c", ask], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def made_before() -> dict[str, str]:
    try:
        found = json.loads(MADE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(made: dict[str, str], part: str, what: str | None) -> None:
    made.pop(part, None)
    if what is not None:
        made[part] = what
    fresh = MADE.with_suffix(".new")
    fresh.write_text(json.dumps(made, indent=1), encoding="utf-8")
    fresh.replace(MADE)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pip(words: list[str]) -> None:
    call(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", *words],
        "the packages could not be installed (pip's reason stands above); run this again to go on where it stopped",
    )


def call(words: list[str], otherwise: str) -> None:
    if subprocess.run(words, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise Stop(otherwise)


def editable_wheel(folder: Path) -> Path:
    """A wheel that holds no code, only where the checkout is and its entry points: installing it builds nothing.

    PEP 427 (wheel), PEP 660 (editable installs).
    """
    import locale
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    info = f"{name}-{version}.dist-info"
    points = {"console_scripts": project.get("scripts", {}), **project.get("entry-points", {})}
    files = {
        f"{name}.pth": f"{ROOT}\n".encode(locale.getencoding()),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: bootstrap.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "".join(
            f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items()) + "\n"
            for group, entries in points.items()
        ).encode(),
    }
    record = "".join(f"{path},sha256={urlsafe_sha256(data)},{len(data)}\n" for path, data in files.items())
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return wheel


def urlsafe_sha256(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def lock(more: list[str]) -> int:
    """Compiles pyproject.toml into the locks: every platform, with hashes, without an index's address.

    `more` goes to uv: `--upgrade` for the newest of everything, `--upgrade-package NAME` for one.
    """
    uv = shutil.which("uv") or shutil.which("uv", path=str(BIN))
    if uv is None:
        raise Stop("missing: uv; get it with: python -m pip install uv")
    for name, path in LOCKS.items():
        words = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url"]
        words += [
            "--python-version",
            ".".join(map(str, OLDEST)),
            "--custom-compile-command",
            "python bootstrap.py lock",
        ]
        if name != "base":
            # The same pins in every lock, so that one environment can hold several extras.
            words += ["--extra", name, "--constraints", "requirements.lock"]
        path.parent.mkdir(exist_ok=True)
        call(
            [*words, *more, "pyproject.toml", "--output-file", path.relative_to(ROOT).as_posix()],
            f"{path.name} could not be compiled",
        )
    return 0


# ---- the command ----


def main(words: list[str]) -> int:
    extras: list[str] = []
    while words and words[0] == "--with":
        if len(words) < 2 or words[1] not in LOCKS:
            raise Stop(f"--with takes one of: {', '.join(name for name in LOCKS if name != 'base')}")
        extras.append(words[1])
        words = words[2:]
    if not words or words[0] not in COMMANDS:
        usage()
        return 0 if not words or words[0] in ("help", "-h", "--help") else 2
    command = COMMANDS[words[0]]
    if words[0] == "lock":
        return lock(words[1:])
    provide(command)
    environment(tuple(dict.fromkeys([*command.extras, *(extra for extra in extras if extra != "base")])))
    if not command.run:
        tell(f"{VENV.name} is ready; its programs are in {BIN.relative_to(ROOT)}")
        return 0
    return run([*command.run, *words[1:]])


def run(words: list[str]) -> int:
    """Runs it in the checkout, in place of this process where the system can, so that Ctrl-C reaches only it."""
    program = BIN / (words[0] + (".exe" if WINDOWS else ""))
    if not program.is_file():
        raise Stop(f"{program.relative_to(ROOT)} is not there; remove {VENV.name} and run this again")
    os.chdir(ROOT)
    sys.stdout.flush()
    if not WINDOWS:
        os.execv(program, [str(program), *words[1:]])
    child = subprocess.Popen([str(program), *words[1:]])
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # The console gave Ctrl-C to the child as well; how it ends is its own answer.
            continue


def usage() -> None:
    rows = "".join(f"  {name:9} {command.about}\n" for name, command in COMMANDS.items())
    sys.stdout.write(f"python bootstrap.py [--with EXTRA] COMMAND [words for it ...]\n\n{rows}")


def tell(sentence: str) -> None:
    sys.stderr.write(f"bootstrap: {sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(
            f"bootstrap: Python 3.11 or newer is needed, this is {sys.version.split()[0]}; try: make PYTHON=python3.12 demo"
        )
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        tell(str(stop))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
