"""The country page, composed from the record: the list, the page, the brief, and the same at the desk."""
