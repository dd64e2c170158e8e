"""Plain values every room speaks in: periods, dates of known precision, units, amounts, bounds, languages."""
