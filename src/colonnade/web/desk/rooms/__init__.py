"""What the desk shows of each room: a menu of its kinds of record."""
