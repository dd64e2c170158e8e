"""The newsletter at the desk: composing an issue, approving and sending it, and those who have it."""
