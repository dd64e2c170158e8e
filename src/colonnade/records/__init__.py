"""What every record of the office has: a code, a source, evidence, a history, a withdrawal and a way in."""
