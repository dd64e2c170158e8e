"""What a donor sees of its own fund, by a personal link: totals by class, no names, the statements as files."""
