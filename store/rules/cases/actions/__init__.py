"""Actions on an after-sales case, one a file; a new file here is found by itself."""
