"""Each a verb of ``colonnade``."""
