"""What is said in a report, in what order, from the figures; it arranges and never counts."""
