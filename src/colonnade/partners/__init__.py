"""The organisations the office works with, who belongs to them, and what was agreed with them."""
