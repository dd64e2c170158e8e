"""Errors that speak to the person who caused them: what happened, to what, and what to do next."""


class Refused(Exception):
    """An act that the record does not allow. Its text is shown to the user as it stands."""
