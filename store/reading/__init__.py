"""What is read of a store: records by key, lists of rows, what is owed."""
