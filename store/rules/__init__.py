"""The after-sales rules: pure, no clock, no ids, no files, no database, no terminal."""
