"""Shares of the tests: several processes that go through them by files, each through its own.

A process imports no file of another's share: with all of 450 in each, what they import and what
they tell each other took a twentieth of the processor.
"""

from pathlib import Path

TESTS = Path(__file__).parent


def others_than(share: str) -> frozenset[Path]:
    """The files of the other shares: of "2/3", those of the first and of the third.

    Each has as many of every folder, and as large ones. Raises ValueError where there is no such.
    """
    one, _slash, many = share.partition("/")
    if not (one.isdecimal() and many.isdecimal() and 1 <= int(one) <= int(many)):
        raise ValueError(f"there is no share {share}")
    files = sorted(
        TESTS.rglob("test_*.py"), key=lambda file: (file.parent, file.stat().st_size, file)
    )
    return frozenset(files) - frozenset(files[int(one) - 1 :: int(many)])
