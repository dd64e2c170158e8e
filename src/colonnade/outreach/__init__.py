"""The third pillar: events, communications and the reach they had."""
