"""Places that the first screen does not need: each is loaded when it is gone to."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.places.cases import CasesPlace
    from tui.places.data import DataPlace
    from tui.places.review import ReviewPlace
    from tui.places.stock import StockPlace


def cases() -> "CasesPlace":
    """Place 3."""
    from tui.places.cases import CasesPlace

    return CasesPlace()


def stock() -> "StockPlace":
    """Place 4."""
    from tui.places.stock import StockPlace

    return StockPlace()


def review() -> "ReviewPlace":
    """Place 5."""
    from tui.places.review import ReviewPlace

    return ReviewPlace()


def data() -> "DataPlace":
    """Place 6."""
    from tui.places.data import DataPlace

    return DataPlace()
