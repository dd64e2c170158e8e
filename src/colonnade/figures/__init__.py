"""Every number the office publishes, defined once, measured, sealed in editions and compared."""
