"""Amounts that moved (收支): which way money went is a word, and never a sign."""

from store.models.money import Fen, yuan_text
from store.words import _


def moved_text(net_fen: Fen) -> str:
    """What came in, less what went out: `in 30.00`, `out 30.00`, or `0.00`."""
    if not net_fen:
        return yuan_text(0)
    said = _("in {amount}") if net_fen > 0 else _("out {amount}")
    return said.format(amount=yuan_text(abs(net_fen)))
