"""Reports on the web: editions to be read, files to be taken away, and the desk where they are arranged."""
