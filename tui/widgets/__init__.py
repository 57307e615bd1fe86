"""Widgets: each is given frozen rows or texts, and posts what a person did with them."""
