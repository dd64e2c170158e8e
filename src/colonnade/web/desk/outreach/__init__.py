"""Outreach at the desk: the ledger of quotes, and what activities and materials reached."""
