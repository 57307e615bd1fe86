"""Chart (小图): figures side by side as bars of one line, in boxes or in ASCII."""

from collections.abc import Sequence

from tui.glyphs import glyphs


def bars(figures: Sequence[int]) -> str:
    """A sign a figure; the lowest for nothing, and any other for what there is at all."""
    signs = glyphs().bars
    most, steps = max(figures, default=0), len(signs) - 1
    return "".join(
        signs[max(1, round(figure * steps / most)) if figure > 0 else 0] for figure in figures
    )


def in_width(figures: Sequence[int], width: int) -> list[int]:
    """So many figures as have room: where all have none, two or more are added up."""
    together = next(
        size for size in range(1, len(figures) + 1) if len(figures) <= size * max(1, width)
    )
    return [sum(figures[at : at + together]) for at in range(0, len(figures), together)]
