"""Screens: one file and one stylesheet each; they run actions and hold no rule."""
