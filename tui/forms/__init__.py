"""Forms: the widgets in which a value is typed or chosen."""
