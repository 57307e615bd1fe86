"""Shares of the tests: several processes that go through them by files, each through its own.

A process imports no file of another's share: with all of 450 in each, what they import and what
they tell each other took a twentieth of the processor.
"""

from pathlib import Path

TESTS = Path(__file__).parent


def others_than(share: str) -> frozenset[Path]:
    """The files of the other shares: of "2/3", those of the first and of the third.

    Each has as many of every folder, and as large ones. What draws pictures stays together in the
    last: one that no test of a run looked at is found to be one too many. Raises ValueError where
    there is no such share.
    """
    one, _slash, many = share.partition("/")
    if not (one.isdecimal() and many.isdecimal() and 1 <= int(one) <= int(many)):
        raise ValueError(f"there is no share {share}")
    files = sorted(
        TESTS.rglob("test_*.py"), key=lambda file: (file.parent, file.stat().st_size, file)
    )
    pictures = frozenset(filter(draws, files))
    dealt = [file for file in files if file not in pictures]
    mine = frozenset(dealt[int(one) - 1 :: int(many)]) | (pictures if one == many else frozenset())
    return frozenset(files) - mine


def draws(file: Path) -> bool:
    """Does it compare what it draws with pictures that are kept?"""
    return (file.parent / "__snapshots__" / file.stem).is_dir()
