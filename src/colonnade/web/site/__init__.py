"""The public site: what is written beside what is recorded, found, fed, drawn and embedded from the same rows."""
