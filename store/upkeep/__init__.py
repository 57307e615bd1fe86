"""Upkeep (维护): copies, dumps, verification, and rows made anew."""
