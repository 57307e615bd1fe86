"""Marks (标注): what a number of a rule rests on, in words that say how far to count on it."""

from collections.abc import Mapping
from types import MappingProxyType

from store.words import N_, _, named
from store.words.labels import label

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "official": N_("the platform's own text says so"),
        "seen": N_(
            "read at a shop, in a tool or in a bill of others, not in the platform's text; computed"
            " until a bill confirms it"
        ),
        "unverified": N_("general knowledge without a source; computed until a bill confirms it"),
        "own": N_("the shop wrote it into its own rules"),
        "own bill": N_("the platform charged this shop so"),
    }
)


def mark_meaning(mark: str) -> str:
    """`seen: read at a shop …`: a mark as it is shown, and what it means."""
    return named(label(mark), _(MEANINGS[mark]))
