"""Seeing the numbers: each figure's own page, for the public and at the desk."""
