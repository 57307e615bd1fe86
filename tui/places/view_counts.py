"""How many each view finds: asked at once, though one may name what no list has any more."""

from collections.abc import Callable, Sequence

from store.errors import ShouhouError


def counted_each(
    count: Callable[[Sequence[str]], Sequence[int]], queries: Sequence[str]
) -> list[int | None]:
    """How many each query finds, in one statement; None for one that is not understood."""
    if not queries:
        return []
    try:
        return [*count(queries)]
    except ShouhouError:
        if len(queries) == 1:
            return [None]
        return [counted_each(count, [query])[0] for query in queries]
