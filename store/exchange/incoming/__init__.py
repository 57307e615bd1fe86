"""Exports of the platforms and files of the desk, read."""
