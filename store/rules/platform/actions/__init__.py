"""Actions on what the platform is told, one a file; a new file here is found by itself."""
