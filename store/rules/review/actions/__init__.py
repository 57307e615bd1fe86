"""What is done about reviews and improvements, a file a deed."""
