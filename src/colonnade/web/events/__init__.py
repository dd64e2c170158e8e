"""The public side of an event: its page and calendar, registration and nomination, check of certificates, evaluation."""
