"""One order: its axes and ledgers, its row, what is hidden, who works on it."""
