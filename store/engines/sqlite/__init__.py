"""The embedded engine: documents, events and rows of lists in one SQLite file of a folder."""
