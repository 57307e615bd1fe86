"""What the child that opens a workbook says, and what stands in it."""

MERGED = "\ufdd0"
"""Stands before the text of a cell that is merged with the one above, which has it; no character of
any text."""
BETWEEN = "\0"
"""Stands between the fields of a message."""
LENGTH_BYTES = 4
"""Before each message, the first byte first."""
EXACT_DIGITS = 15
"""A spreadsheet keeps so many digits of a number and writes zeros after them."""
