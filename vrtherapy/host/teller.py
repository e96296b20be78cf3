"""What the engine tells, each at its own pace: state to consoles, course to the loop, trace and pictures, and that it lives.

A change is told at once, but no closer to the last report than `REPORT_GAP`. The bookmark for an engine that would have
to come back is kept here as well.
"""

from __future__ import annotations

import time
from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import SECOND, Micros
from vrtherapy.host.beats import Beats
from vrtherapy.host.bookmark import Bookmark, Bookmarks
from vrtherapy.host.child import Lifeline
from vrtherapy.host.conduct import Conduct
from vrtherapy.host.mirror import PER_S, SIZE, Mirror
from vrtherapy.host.settings import Settings
from vrtherapy.host.view import View
from vrtherapy.link.stream import Listener
from vrtherapy.link.websocket import ServerLine
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.store.write import RecordWriter
from vrtherapy.wire import body, codec, reports, telling

REPORT_EVERY: Final = Micros(SECOND // 5)
REPORT_GAP: Final = Micros(SECOND // 20)
COURSE_EVERY: Final = Micros(SECOND // 4)
TRACE_EVERY: Final = Micros(SECOND // 4)
ALIVE_EVERY: Final = Micros(SECOND // 2)
BOOKMARK_EVERY: Final = Micros(5 * SECOND)


class Teller:
    """`tell` is called after each frame and whenever something was asked; times are session time in microseconds."""

    def __init__(
        self,
        settings: Settings,
        plan: Plan,
        conduct: Conduct,
        writer: RecordWriter,
        view: View,
        server: ServerLine,
        loop: Listener,
        life: Lifeline,
    ) -> None:
        self.beats = Beats()
        self.viewers = 0
        """Consoles that see pictures."""
        self.changed = True
        """Something is to be told that should not wait."""
        self.failure = ""
        """What a scene failed with, in one sentence."""
        self._settings = settings
        self._plan = plan
        self._conduct = conduct
        self._writer = writer
        self._view = view
        self._server = server
        self._loop = loop
        self._life = life
        self._mirror = Mirror(server.show)
        self._bookmarks = Bookmarks(settings.folder)
        self._told_rating: Rating | None = None
        self._reported = self._coursed = self._alive = self._traced = self._pictured = Micros(-SECOND)
        self._marked = Micros(0)
        self._frame = 0
        self._rate = 0.0

    def drawn(self, number: int, elapsed_s: float) -> None:
        """Frame `number` was drawn, `elapsed_s` after the one before."""
        self._frame = number
        self._rate += (1.0 / max(elapsed_s, 1e-3) - self._rate) * min(1.0, elapsed_s)

    def tell(self, now: Micros) -> None:
        if now - self._coursed >= COURSE_EVERY or self.changed:
            self._course(now)
        if now - self._reported >= REPORT_EVERY or (self.changed and now - self._reported >= REPORT_GAP):
            self.report(now)
        if now - self._traced >= TRACE_EVERY:
            self._traced = now
            self._server.show(codec.encode_trace([telling.trace_point(self._conduct.state, now)]))
        if now - self._alive >= ALIVE_EVERY:
            self._alive = now
            self._life.say("alive", frame=self._frame, phase=self._conduct.state.phase)
        if now - self._marked >= BOOKMARK_EVERY:
            self._marked = now
            told = tuple(self._conduct.happened)
            number = self._writer.next_number
            self._bookmarks.put(Bookmark(self._settings.record_id, number, self._conduct.state, told))
        if self.viewers and now - self._pictured >= SECOND // PER_S:
            picture = self._view.mirror(SIZE)
            if picture is not None:
                self._pictured = now
                self._mirror.offer(picture[0], now, picture[1])

    def report(self, now: Micros) -> None:
        """The state as it is, to every console."""
        saved = self._writer.saved
        state = self._conduct.state
        view = reports.ViewPart(
            shows="exposure" if state.phase in SHOWS_EXPOSURE else "calm",
            surface="window" if self._settings.surface == "window" else "offscreen",
            frame=self._frame,
            frames_per_s=round(self._rate, 1),
            failure=self.failure,
        )
        record = reports.RecordPart(
            ok=not saved.problem,
            saved_s_ago=None if saved.at is None else round(time.monotonic() - saved.at, 2),
            words=saved.problem,
            accepted=state.unrecorded_accepted,
        )
        beat = self.beats.issue(now)
        self._server.send(
            codec.encode(telling.state_report(self._plan, state, beat, self._conduct.seq, view, record))
        )
        self._reported = now
        self.changed = False

    def close(self) -> None:
        self._bookmarks.close()
        self._mirror.close()

    def _course(self, now: Micros) -> None:
        self._coursed = now
        state = self._conduct.state
        self._loop.send(codec.encode(telling.course_report(self._plan, state, now)))
        if state.ratings and (rating := state.ratings[-1]) is not self._told_rating:
            self._told_rating = rating
            self._loop.send(
                codec.encode(body.RatingReport(at=rating.at, suds=rating.suds, by=rating.by, step=rating.step))
            )
