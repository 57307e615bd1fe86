"""Timing (时限): dated rules of the platforms, working days, when a time ends."""
