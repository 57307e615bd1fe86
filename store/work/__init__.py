"""Work among us (分工): who takes up what next, and what is handed over."""
