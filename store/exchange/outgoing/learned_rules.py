"""Learned rules (账单教的规则): what bills teach, as rows of a shop's own file of rules."""

import json
from collections.abc import Sequence
from pathlib import Path

from store.files.handed_out import hand_out
from store.models.money import yuan_text
from store.reading.learning import Learned
from store.rules.money.formulas import FormulaPart


def _text(found: Sequence[Learned]) -> str:
    """The rows of a file that `shouhou policy` reads."""
    return "\n".join(_row(one, part) for one in found for part in one.formula.parts)


def _row(one: Learned, part: FormulaPart) -> str:
    share = part.share
    unit, value = ("percent", f"{share.percent:f}") if share else ("yuan", yuan_text(part.fen))
    fields = {
        "name": json.dumps(one.rule),
        "platform": json.dumps(str(one.platform)),
        "valid_from": one.valid_from.isoformat(),
        "value": value,
        "unit": json.dumps(unit),
        "least": share and share.least,
        "most": share and share.most,
        "paid_from": part.paid_from,
        "paid_below": part.paid_below,
        "source": json.dumps(one.source, ensure_ascii=False),
        "mark": json.dumps("own bill"),
    }
    lines = [f"{name} = {value}" for name, value in fields.items() if value is not None]
    return "\n".join(("[[rule]]", *lines, ""))


def write_rules(found: Sequence[Learned], to: Path, *, replaces: bool = False) -> None:
    """Write the rows to a file of its owner's alone."""
    hand_out(to, lambda text: text.write(_text(found).encode()), replaces=replaces)
