"""Which field of a form is typed into first."""

from collections.abc import Mapping

from tui.forms.field_box import FieldBox
from tui.forms.lines import COUNT
from tui.forms.texts import TextBox


def first_of(boxes: Mapping[str, FieldBox], typed_again: str | None) -> FieldBox | None:
    """The first that has to be filled or chosen and is not: a digit that is typed at once never
    comes into a text below a choice that is still to be made.

    Where none has, and above it where something is typed again to confirm it, the first that is
    typed or scanned: which record and which goods are meant is told by itself, as a rule. For many
    that is only what words are written into: what each tells itself is seldom typed over, and their
    number is typed.
    """
    shown = [box for box in boxes.values() if box.display and box.entry]
    to_fill = [box for box in shown if _has_to_be_filled(box, boxes)]
    if typed_again == COUNT:
        return next(iter(to_fill or [box for box in shown if isinstance(box.entry, TextBox)]), None)
    typed = [box for box in shown if box.field.kind not in ("record", "lines")]
    if typed_again:
        to_fill = [box for box in shown if box in to_fill or box in typed]
    return next(iter(to_fill or typed or shown), None)


def _has_to_be_filled(box: FieldBox, boxes: Mapping[str, FieldBox]) -> bool:
    """Is a value needed, here or in one of several fields, and is there none?"""
    others = [boxes[name] for name in box.field.one_of if name in boxes]
    lacks_one = bool(others) and not any(one.value for one in others)
    return not box.value and (box.field.required or lacks_one)
