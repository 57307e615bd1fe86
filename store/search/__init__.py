"""The search: a text becomes conditions, conditions find the rows of a list; all of it is data."""
