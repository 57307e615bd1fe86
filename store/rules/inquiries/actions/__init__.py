"""What may be done with an inquiry, a file a deed."""
