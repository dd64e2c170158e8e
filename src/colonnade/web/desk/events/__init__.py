"""An event's own pages at the desk: one place for its plan, its people, its room, its certificates and what they said."""
