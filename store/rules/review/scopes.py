"""Scopes (范围): the query of orders that a review, or an improvement, is about."""

from collections.abc import Iterator

from store.errors import BadInput, Problem
from store.models.improvement import RateName
from store.rules.action.context import Context


def unclear_scope(
    scope: str | None, context: Context, rate: RateName = "quality_rate"
) -> Iterator[Problem]:
    """A query that cannot be understood, with the sentence about its first wrong word."""
    if not scope:
        return
    try:
        context.lookup.measured(rate, scope, context.now)
    except BadInput as error:
        yield Problem("scope", error.sentence)
