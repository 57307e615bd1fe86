"""The frame of an action: its fields, the record it is about, what it tells the platform."""
