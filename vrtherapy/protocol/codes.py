"""Every code a protocol's problem may have. Each has a page `docs/problems/CODE.md` with an example that fails.

Families by the first digit: 1 schema, 2 reference, 3 safety, 4 clinical, 5 comfort, 6 text. A code is never reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vrtherapy.protocol.problem import Severity

FAMILIES: Final = {"1": "schema", "2": "reference", "3": "safety", "4": "clinical", "5": "comfort", "6": "text"}


@dataclass(frozen=True, slots=True)
class Code:
    """`source`: what the rule rests on where it is clinical, "" where it is plain logic."""

    code: str
    severity: Severity
    title: str
    source: str = ""

    @property
    def family(self) -> str:
        return FAMILIES[self.code[3]]


_DESIGN = "A rule of this project, for clinical sign-off; no published threshold."
_CRASKE_2008 = "Craske et al. 2008, Behaviour Research and Therapy: neither the degree of fear reduction nor the ending fear level predicts outcome."
_CRASKE_2014 = "Craske et al. 2014, Behaviour Research and Therapy: expectancy violation, variability, deepened extinction."
_MANUAL = "Published treatment manuals (Psious, agoraphobia): the first session holds one easy item of SUDS 20 to 30."
_TRIAL_SUDS = "Trial practice: SUDS before, at the start, every 2 min and at the end (Hutschemaekers); at longest every 5 min."
_DOSE = "Exposure of 20 to 45 min within sessions of about an hour in manuals and trials (Psious manuals; gameChange)."
_HALVES = "Exposure training texts: stay until fear has fallen clearly, by about half; leaving at the peak strengthens escape."
_HEADSET = "Headset makers' health warnings: about 1 in 4000 may have seizures from flashes; ask a physician first."

_ALL: Final = (
    Code("VRT100", "error", "The file cannot be read"),
    Code("VRT101", "error", "Not UTF-8 text"),
    Code("VRT102", "error", "A character that YAML does not allow"),
    Code("VRT103", "error", "The file is too large"),
    Code("VRT104", "error", "The file is empty"),
    Code("VRT105", "error", "Not YAML"),
    Code("VRT106", "error", "A tab in the indentation"),
    Code("VRT107", "error", "A key given twice"),
    Code("VRT108", "error", "Nested too deep"),
    Code("VRT109", "error", "Too many values"),
    Code("VRT110", "error", "A YAML tag"),
    Code("VRT111", "error", "Not a mapping"),
    Code("VRT112", "error", "A key that is not a word"),
    Code("VRT113", "error", "A number one cannot use"),
    Code("VRT114", "warning", "A number with a leading zero"),
    Code("VRT115", "error", "A second document in the file"),
    Code("VRT116", "error", "An alias that leads nowhere"),
    Code("VRT120", "error", "An unknown key"),
    Code("VRT121", "error", "A missing key"),
    Code("VRT122", "error", "The wrong kind of value"),
    Code("VRT123", "error", "An unknown version of the language"),
    Code("VRT124", "error", "A word that is not known here"),
    Code("VRT125", "error", "Not a duration"),
    Code("VRT126", "error", "Not a range on the dial"),
    Code("VRT127", "error", "Not a rate"),
    Code("VRT128", "error", "Not a percentage"),
    Code("VRT129", "error", "A number out of range"),
    Code("VRT130", "error", "Not an id"),
    Code("VRT131", "error", "An empty list"),
    Code("VRT132", "error", "A range that runs backwards"),
    Code("VRT133", "error", "Exactly one of several keys"),
    Code("VRT201", "error", "An unknown scene"),
    Code("VRT202", "error", "An unknown parameter"),
    Code("VRT203", "error", "An unknown event"),
    Code("VRT204", "error", "A value the parameter cannot have"),
    Code("VRT205", "error", "Two sessions with one id"),
    Code("VRT206", "error", "Two steps with one id"),
    Code("VRT207", "error", "A step without a scene"),
    Code("VRT208", "error", "An event listed twice"),
    Code("VRT301", "error", "A pinned value above the step's band", _DESIGN),
    Code("VRT302", "error", "An event above the step's band", _DESIGN),
    Code("VRT303", "error", "An arousing step without an end", _DESIGN),
    Code("VRT304", "error", "Faster than anything may rise", _DESIGN),
    Code("VRT305", "warning", "A fast rise", _DESIGN),
    Code("VRT306", "error", "More exposure than any session may have", _DESIGN),
    Code("VRT307", "warning", "A long exposure", _DOSE),
    Code("VRT308", "error", "At least longer than at most"),
    Code("VRT309", "warning", "A step's limit looser than its session's"),
    Code("VRT310", "warning", "A band above the ceiling"),
    Code("VRT311", "warning", "An event after the step's end"),
    Code("VRT312", "warning", "A high mark that is never heard", _DESIGN),
    Code("VRT313", "error", "Asked without a pause"),
    Code("VRT314", "error", "A time of nothing"),
    Code("VRT401", "warning", "Steps out of order", "Graded hierarchy; unordered practice is its own method: " + _CRASKE_2014),
    Code("VRT402", "warning", "A jump in expected fear", _DESIGN),
    Code("VRT403", "warning", "A jump of the dial", _DESIGN),
    Code("VRT404", "error", "A step that is never done", _DESIGN),
    Code("VRT405", "warning", "Only a fall of fear leads on", _CRASKE_2008),
    Code("VRT406", "warning", "Asked too seldom", _TRIAL_SUDS),
    Code("VRT407", "warning", "Stopping at the peak of fear", _HALVES),
    Code("VRT408", "error", "Trauma: the controller may raise", _DESIGN),
    Code("VRT409", "error", "Trauma: an event by the clock", _DESIGN),
    Code("VRT410", "warning", "An expectancy step that asks nothing", _CRASKE_2014),
    Code("VRT411", "warning", "No evidence named", _DESIGN),
    Code("VRT412", "warning", "A fall that cannot be shown", "A fall counts from a peak of at least 40 unless the author says otherwise. " + _DESIGN),
    Code("VRT413", "warning", "A time longer than the step", _DESIGN),
    Code("VRT414", "warning", "No time for two ratings", _DESIGN),
    Code("VRT415", "warning", "No measure before and after", _DESIGN),
    Code("VRT416", "warning", "A hard beginning", _MANUAL),
    Code("VRT417", "error", "Trauma: the engine moves on", _DESIGN),
    Code("VRT418", "warning", "A ladder longer than the dose", _DESIGN),
    Code("VRT501", "warning", "An event that overlaps itself"),
    Code("VRT502", "warning", "Seizures not asked about", _HEADSET),
    Code("VRT601", "warning", "Nothing to say"),
    Code("VRT602", "warning", "Too long to read out"),
    Code("VRT603", "warning", "Unfinished words"),
)

CODES: Final = {code.code: code for code in _ALL}
