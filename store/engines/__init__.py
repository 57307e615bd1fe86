"""Engines: they keep documents and know no rule."""
