"""Where people meet the office: the desk for staff, the public site, and the interface for machines."""
