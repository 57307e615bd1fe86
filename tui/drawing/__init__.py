"""Drawing: what is written to the terminal, and what Textual does for that, where needed."""
