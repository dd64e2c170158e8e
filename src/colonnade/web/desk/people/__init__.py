"""Persons at the desk: who may be one, merging and undoing, and the rights of those whose data are held."""
