"""The persons the office meets, once each, what they agreed to, and the accounts of those who work here."""
