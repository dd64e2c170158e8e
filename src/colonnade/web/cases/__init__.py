"""The public pages of calls, of what is sent and judged, and of cases."""
