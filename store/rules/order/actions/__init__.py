"""Actions on an order, one a file; a new file here is found by itself."""
