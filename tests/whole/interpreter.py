"""Faults within the session's own interpreters: a `sitecustomize` that Python imports before anything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HEAD = '''
import sys

WHO = " ".join(sys.orig_argv)


def is_process(name):
    return f"vrtherapy.host.{name}_process" in WHO
'''

JUMPING_CLOCK = '''
import datetime
import time

_true, _monotonic = time.time, time.monotonic
HOUR = 3600.0


def _offset():
    return HOUR if int(_monotonic()) % 2 else -HOUR


def _time():
    return _true() + _offset()


_localtime, _gmtime, _ctime, _strftime = time.localtime, time.gmtime, time.ctime, time.strftime
time.time = _time
time.time_ns = lambda: int(_time() * 1e9)
time.localtime = lambda seconds=None: _localtime(_time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gmtime(_time() if seconds is None else seconds)
time.ctime = lambda seconds=None: _ctime(_time() if seconds is None else seconds)
time.strftime = lambda form, when=None: _strftime(form, time.localtime() if when is None else when)


class _Datetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(_time(), datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time())


class _Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time())


datetime.datetime, datetime.date = _Datetime, _Date
'''

SLOW_DISK = '''
if is_process("engine"):
    import os
    import time

    _sync, _slow, _told = os.fdatasync, os.environ["DRILL_SYNC_S"], os.environ["DRILL_SYNCS"]

    def _slow_sync(fd):
        began = time.monotonic_ns()
        with open(_slow) as slow:
            time.sleep(float(slow.read()))
        _sync(fd)
        with open(_told, "a") as told:
            told.write(f"{began} {time.monotonic_ns()}\\n")

    os.fdatasync = _slow_sync
'''

SLOW_WRITING = '''
if is_process("engine"):
    import threading
    import time

    _start = threading.Thread.start

    def _start_slowly(self):
        if self.name == "record":
            from vrtherapy.store.write import RecordWriter

            write = RecordWriter._write

            def _slow_write(writer, data):
                time.sleep(0.02)
                write(writer, data)

            RecordWriter._write = _slow_write
            threading.Thread.start = _start
        _start(self)

    threading.Thread.start = _start_slowly
'''


def meddle(monkeypatch: pytest.MonkeyPatch, folder: Path, fault: str) -> None:
    """Every Python that is started from here on has `fault` in it."""
    place = folder / "meddled"
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text(HEAD + fault, encoding="utf-8")
    before = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(place), *([before] if before else [])]))
