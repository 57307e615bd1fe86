"""Cells (单元格) as both platforms write them."""

from datetime import datetime

from store.words.times import SHOP_TIME

Row = dict[str, str]


def time(at: datetime | None) -> str:
    """A time as both platforms write it."""
    return "" if at is None else f"{at.astimezone(SHOP_TIME):%Y-%m-%d %H:%M:%S}"


def yuan(fen: int) -> str:
    """An amount as both platforms write it."""
    return f"{fen // 100}.{fen % 100:02}"
