"""Where the platform and the desk contradict each other: found, noted, and said in a sentence."""
