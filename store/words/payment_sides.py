"""Both sides of a payment (两边金额): what the order says, and what the platform says."""

from store.models.money import Fen, yuan_text
from store.models.payment_row import OF_NO_ORDER, Differing
from store.words.amounts import moved_text


def sides(one: Differing | None) -> tuple[str, str]:
    """Here and there, of one thing in which they differ; of what is no order's nothing is here."""
    return sides_of(one.state, one.ours_fen, one.theirs_fen) if one else ("", "")


def sides_of(state: str, ours_fen: Fen, theirs_fen: Fen) -> tuple[str, str]:
    """The same of all that differs in this state."""
    if state in OF_NO_ORDER:
        return "", moved_text(-theirs_fen)
    return yuan_text(ours_fen), yuan_text(theirs_fen)
