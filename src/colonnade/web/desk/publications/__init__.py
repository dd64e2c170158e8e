"""A publication at the desk: its way, its languages, its files."""
