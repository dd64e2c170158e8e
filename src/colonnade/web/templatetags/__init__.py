"""What templates ask the office."""
