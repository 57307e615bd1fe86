"""How many examples a property is tried on: all in the long form, a tenth of them in CI."""

import os

IS_LONG = "SHOUHOU_LONG" in os.environ


def examples(most: int) -> int:
    """So many in the long form; what a property finds, it nearly always finds among the first."""
    return most if IS_LONG else max(most // 10, 2)
