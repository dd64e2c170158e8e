"""What the office does: activities, the chains they form, the workplan, priorities and the results framework."""
