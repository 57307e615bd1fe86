"""Actions on a product or its lack, one a file; a new file here is found by itself."""
