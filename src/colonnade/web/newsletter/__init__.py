"""The public side of the newsletter: asking for it, one's own page, leaving; and how an issue is put into words."""
