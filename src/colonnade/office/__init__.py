"""What the office is for: mandate, instruments, statements, pillars, themes and posts."""
