"""Countries and the dated groups and names they go by, regions, and their shapes on a map."""
