"""The pages of studies at the desk: the year matrix, and of each study its plan, its peer review and its clearance."""
