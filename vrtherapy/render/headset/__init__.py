"""Headsets, real and not: where the patient's presses come from and whether the picture reaches an eye."""
