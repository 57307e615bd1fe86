"""What happens at zero (到期后果): one phrase a code, made only where it is shown.

Rows keep the code and its values, so that a list reads in the language of who looks at it, and
beside them what it costs, so that a list adds up money.
"""

from datetime import datetime
from typing import NamedTuple

from store.models.money import Fen, yuan_text
from store.rules.money.costs import Cost
from store.rules.obligations.phrases import PHRASES
from store.rules.timing.relief import Relief
from store.words import _
from store.words.labels import label, task_label

Zero = tuple[str, ...]
"""A code, and the values its phrase names."""


class Ending(NamedTuple):
    """What happens at zero, and what is deducted for it by the rule that says so."""

    zero: Zero
    cost_fen: Fen | None = None
    """None where no rule says an amount; 0 where one says that nothing is deducted."""
    later: "Ending | None" = None
    """What is to come of it then, once that has happened; none where that is all."""
    at: datetime | None = None
    """When that comes; none: at zero."""

    def named(self, zero: Zero) -> "Ending":
        """The same costs under another name: of a task it is the task (`words.what_owed`)."""
        return self._replace(zero=zero, later=self.later and self.later._replace(zero=zero))


def maybe_over_zero(kind: str, zero: Zero) -> Zero:
    """What comes of a duty of a case that may be over there; a platform task stays named."""
    return ("task_maybe_over", *zero[1:]) if kind == "platform-task" else ("maybe_over",)


LABELLED = {"mark": label, "task": task_label, "kind": label}
"""Values that are words of the desk's own."""


def phrase(zero: Zero) -> str:
    """The whole phrase; nothing for no code."""
    if not zero:
        return ""
    text, _names = PHRASES[zero[0]]
    said = {
        name: LABELLED[name](value) if name in LABELLED else value
        for name, value in _named(zero).items()
    }
    return _(text).format(**said)


def mark_of(zero: Zero) -> str:
    """What the amount that is named rests on; empty where none is."""
    return _named(zero).get("mark", "") if zero else ""


def _named(zero: Zero) -> dict[str, str]:
    """The values of its phrase by their names."""
    code, *values = zero
    return dict(zip(PHRASES[code][1], values, strict=True))


def with_cost(code: str, cost: Cost | None, *values: str) -> Ending:
    """The code with the amount, where a rule says one, or with the relief that waives it."""
    if cost is None:
        return Ending((code, *values))
    if isinstance(cost.rule, Relief):
        return Ending((f"{code}_waived", cost.rule.name), 0)
    return Ending((f"{code}_costs", *values, yuan_text(cost.fen), cost.rule.mark), cost.fen)
