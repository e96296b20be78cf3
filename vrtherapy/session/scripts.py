"""What is said where a plan says nothing else: plain sentences for the patient and the clinician."""

from __future__ import annotations

from typing import Final

STOPPING_WAS_RIGHT: Final = "You stopped it. That was right, and you may do it at any time."
PRACTISE_STOP: Final = "Please stop the exercise now, the way we agreed. Nothing is shown yet: this is practice."
STOP_PRACTISED: Final = "That was it. It works at any time, and stopping is always right."
APPLIED_TENSION: Final = "Stay seated or lying. Tense arms, legs and trunk for 10 to 15 seconds, let go for 20 to 30, and again."
"""Ost and Sterner 1987, Behaviour Research and Therapy 25: five tensions of 10 to 15 s, 20 to 30 s between."""

GROUNDING: Final = (
    "Say your name, where you are, and what day it is.",
    "Press your feet to the floor and feel the chair that carries you.",
    "Name five things that you see, four that you feel, three that you hear.",
    "What you met was a picture, and it is over. You are here, with me.",
    "Breathe in your own time. Tell me how you are now, from 0 to 100.",
)
