"""How fast the report is, against what, and how that grows. Run by hand; RESULTS.md keeps what was measured."""
