"""Scopes (范围): the query of orders that a review, or an improvement, is about."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import BadInput, Problem
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.words import N_

FurtherOrders = Annotated[
    Text | None,
    Field(
        title=N_("Further orders"),
        description=N_("a search such as sku:RICE-10 carrier:YTO paid:<30d"),
    ),
]


def unclear_scope(scope: str | None, context: Context) -> Iterator[Problem]:
    """A query that cannot be understood, with the sentence about its first wrong word."""
    if not scope:
        return
    try:
        context.lookup.measured("quality_rate", scope, context.now)
    except BadInput as error:
        yield Problem("scope", error.sentence)
