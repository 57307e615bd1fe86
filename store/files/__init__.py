"""Files beside the documents: given, kept by their content, written whole."""
