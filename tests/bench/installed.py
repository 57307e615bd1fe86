"""The programs measured run as where they are installed: compiled once, not at each start."""

import os


def keep_compiled() -> None:
    """Let the commands that follow keep their compiled modules, whatever this machine's habit."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
