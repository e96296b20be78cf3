"""Graded exposure therapy in virtual reality. The floors and what may import what: CONTRIBUTING.md."""

__version__ = "0.1.0"
