"""What the places that are panels say, as sections of rows; they are made for a width."""
