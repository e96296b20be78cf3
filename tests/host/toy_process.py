"""A process that does nothing but live: says what the file `toy` beside its settings tells it to, then that it is alive."""

from __future__ import annotations

import sys
from pathlib import Path

from vrtherapy.host.child import Lifeline


def main(settings: str) -> None:
    life = Lifeline()
    word, _, wait = Path(settings).with_name("toy").read_text().partition(" ")
    life.say(word)
    life.over.wait(float(wait))
    while not life.over.wait(0.05):
        life.alive()


if __name__ == "__main__":
    main(sys.argv[1])
