"""Files in and out: what the platforms export, and what the desk writes."""
