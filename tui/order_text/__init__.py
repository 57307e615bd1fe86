"""What is said about one order, section by section; the screen and `shouhou show` read the same."""
