"""Partners at the desk: an organisation whole, and cooperation agreements through their life."""
