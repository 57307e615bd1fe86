"""Evidence (凭证): how much of it the desk keeps, and which of it belongs to a case."""

from collections.abc import Iterator

from store.errors import Problem
from store.files.media import is_image
from store.models.evidence import Evidence
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.order.masking import masked
from store.words import _, counts
from store.words.labels import label

MOST_FILES = 40
"""Files an order may have: the desk's own limit, far above what any platform takes."""
MOST_BYTES_KEPT = 100 * counts.MEGABYTE
"""All files of an order together: the desk's own limit."""


def evidence_for(order: Order, case: str | None) -> tuple[Evidence, ...]:
    """What may prove something in a case: attached to it, or to the order as a whole.

    Without a case it is all there is.
    """
    return tuple(piece for piece in order.evidence if case is None or piece.case in (case, None))


def numbered(order: Order) -> dict[str, Evidence]:
    """Every piece by its number, as people name it: what was attached first is 1."""
    return {str(number): piece for number, piece in enumerate(order.evidence, start=1)}


def told_evidence(order: Order) -> tuple[str, ...]:
    """A line for each piece, the buyer hidden: its number, the name of the file, the note."""
    return tuple(
        f"{number}  {piece.file.name}  {piece.note}".rstrip()
        for number, piece in numbered(masked(order)).items()
    )


def once_each(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Each content one time: what hangs on the order and on its case is still one file."""
    return tuple({piece.file.sha256: piece for piece in reversed(evidence)}.values())[::-1]


def total_bytes(evidence: tuple[Evidence, ...]) -> int:
    """The size of all these files together."""
    return sum(piece.file.size for piece in evidence)


def too_many(order: Order, given: tuple[Evidence, ...], context: Context) -> Iterator[Problem]:
    """More pictures than the platform takes; any number where no rule says how many."""
    today = context.today
    rule = context.policy.rule(order.platform, "evidence_images", today)
    images = sum(is_image(piece.file.media_type) for piece in given)
    if rule and images > rule.value:
        sentence = _(
            "{count} pictures are too many: {platform} takes {most} ({source}); name the ones that"
            " matter."
        ).format(
            count=images,
            platform=label(order.platform),
            most=int(rule.value),
            source=rule.told_source,
        )
        yield Problem("evidence", sentence)
