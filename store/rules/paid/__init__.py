"""Money that went back: which goods, which case it is of, and whether it may go once more."""
