"""Actions on a parcel, one a file; a new file here is found by itself."""
