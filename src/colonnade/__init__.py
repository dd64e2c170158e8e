"""Colonnade: what an office does, counted once, and the reports made of it."""

__version__ = "0.1.0"
