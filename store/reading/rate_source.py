"""RateSource (比率之源): what rates are counted from; whoever passes it on loads no rule for it."""

from datetime import datetime
from typing import Protocol

from store.engines.protocol import Engine
from store.search.conditions import Query


class RateSource(Protocol):
    """As much of a store as a rate is counted from."""

    @property
    def engine(self) -> Engine:
        """What its statements run on."""

    @property
    def now(self) -> datetime:
        """The end of every span."""

    def understood(self, text: str) -> Query:
        """A query of orders understood; raises BadInput for one that is unclear."""
