"""Money (金额): whole fen, and how they are written as yuan."""

Fen = int
"""Money in whole fen (0.01 yuan)."""
FEN = 100
"""Fen in a yuan."""


def yuan_text(fen: Fen) -> str:
    """Fen as yuan with two decimals: `2050` → `20.50`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN}.{abs(fen) % FEN:02d}"
