"""The desk in the terminal: screens over the repository, nothing that decides."""
