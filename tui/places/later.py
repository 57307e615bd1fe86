"""Places that the first screen does not need: each is loaded when it is gone to."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.places.cases import CasesPlace
    from tui.places.stock import StockPlace


def cases() -> "CasesPlace":
    """Place 3."""
    from tui.places.cases import CasesPlace

    return CasesPlace()


def stock() -> "StockPlace":
    """Place 4."""
    from tui.places.stock import StockPlace

    return StockPlace()
