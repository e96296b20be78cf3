"""The head of the page: whose session, how it went, who led it, and what changes how everything below reads.

Rules:
    1. Adverse events stand first of all, then what is missing, then what is not real.
    2. Who led, from where, at which stage of autonomy, and whose limits held stand under the title.
    3. Where a remote patient is, and whom to call, is no part of a report.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import SessionKind
from vrtherapy.domain.units import clock
from vrtherapy.report import adverse
from vrtherapy.report.allowance import Allowance
from vrtherapy.report.figures import key_figures
from vrtherapy.report.head import Head
from vrtherapy.report.markup import plain, safe
from vrtherapy.report.part import LINE, NAME_MOST, Part, rows_of
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline
from vrtherapy.report.when import day_and_time
from vrtherapy.safety.autonomy import NAMES

KINDS: Final[dict[SessionKind, str]] = {
    "real": "Real session",
    "training": "Training session",
    "demo": "Demo session",
    "research": "Research session",
}
_UNREAL: Final[dict[SessionKind, str]] = {
    "real": "",
    "training": "Training session: no patient record.",
    "demo": "Demo session: not a patient, not a treatment.",
    "research": "Research session.",
}


def header(plan: Plan, head: Head, course: Timeline, figures: Summary, name: str, allowed: Allowance) -> Part:
    if course.began is None:
        went = "never started"
    elif not figures.reached:
        went = "no step begun"
    else:
        entered = [v.visit.step + 1 for v in figures.visits]
        span = f"step {entered[0]}" if min(entered) == max(entered) else f"steps {min(entered)} to {max(entered)}"
        went = f"{span} of {figures.steps}"
    said = f"{KINDS[head.kind]}, {day_and_time(head.started, course.end)}, {went}"
    led = _led(plan, course)
    whole = "record with a gap" if course.unrecorded else "record whole"
    state = "record incomplete" if head.left_out else whole if course.ended else "session not ended"
    marked = "<br><b>not for research</b>" if course.readiness.research else ""
    titled = safe(name, max(40, allowed.quoted))
    return Part(
        f'<header><div><h1>{titled}</h1><div class="m">{safe(said, 200)}<br>{safe(led, 260)}</div></div>'
        f'<div class="m">Session report<br>{state}{marked}</div></header>',
        11 + 26 * rows_of(titled, 560, 20, True) + LINE * (rows_of(said, 560) + rows_of(led, 560)),
    )


def _led(plan: Plan, course: Timeline) -> str:
    named = plain(plan.setting.clinician, NAME_MOST)
    led = f"Led by {named}" if named else "Clinician not named"
    parts = [led + (", remote" if plan.setting.remote else ""), f"autonomy: {stages(course)}"]
    if course.readiness.classes:
        parts.append(f"limits for {course.readiness.class_words}")
    return "; ".join(parts)


def stages(course: Timeline) -> str:
    """`suggest, lower only from 12:40`; of more changes the first stage and the last."""
    first, *later = course.stages
    if not later:
        return NAMES[first.stage]
    many = f" after {len(later)} changes" if len(later) > 1 else ""
    return f"{NAMES[first.stage]}, {NAMES[later[-1].stage]} from {clock(later[-1].at)}{many}"


def banners(head: Head, course: Timeline, allowed: Allowance) -> list[Part]:
    parts = adverse.banner(course, allowed)
    if head.left_out:
        said = f"<b>Record incomplete:</b> {safe(head.left_out, allowed.quoted + 40)}"
        parts.append(Part(f'<p class="gone" role="note">{said}</p>', 25 + LINE * rows_of(said, 670)))
    if unreal := _unreal(head, course):
        said = " ".join(unreal)
        parts.append(Part(f'<p class="say" role="note"><b>{said}</b></p>', 22 + LINE * rows_of(said, 670)))
    return parts


def _unreal(head: Head, course: Timeline) -> list[str]:
    origins = {s.origin for s in head.sources} | {s.origin for s in course.sources}
    found = [_UNREAL[head.kind]] if _UNREAL[head.kind] else []
    if course.readiness.nobody:
        found.append("Nobody was in the headset: no figure here is a patient's.")
    if "simulated" in origins:
        found.append("Signal: simulated.")
    if "playback" in origins:
        found.append("Signal: playback of an earlier recording.")
    if any(said.by == "simulated" for said in course.said):
        found.append("Ratings: said by a simulated patient.")
    return found


def figures_part(plan: Plan, course: Timeline, figures: Summary) -> Part:
    found = key_figures(plan, course, figures)
    cells = "".join(
        f"<div><span>{safe(f.name)}</span><strong>{safe(f.value)} <span>{safe(f.unit)}</span></strong><span>{safe(f.beside)}</span></div>"
        for f in found
    )
    room = 698 // len(found) - 23
    height = 19 + LINE + 26 + LINE * max(rows_of(f.beside, room) for f in found)
    return Part(f'<section class="kf k{len(found)}" aria-label="Key figures">{cells}</section>', height)
