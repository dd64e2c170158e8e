"""The public pages of those the office works with."""
