"""What holds in the room whoever asks."""
