"""What may be done about days of which no file tells, a file a deed."""
