"""The second pillar: trainings, sessions, registrations, attendance and what became of it."""
