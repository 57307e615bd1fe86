"""Which field of a form is typed into first."""

from collections.abc import Mapping

from tui.forms.field_box import FieldBox
from tui.forms.lines import COUNT
from tui.forms.texts import TextBox


def first_of(boxes: Mapping[str, FieldBox], typed_again: str | None) -> FieldBox | None:
    """The first that has to be filled; where none has, the first that is typed or scanned. For
    many that is only what words are written into: what each tells itself is seldom typed over, and
    their number is typed.
    """
    shown = [box for box in boxes.values() if box.display and box.entry]
    empty = [box for box in shown if _has_to_be_filled(box, boxes)]
    if typed_again == COUNT:
        empty = empty or [box for box in shown if isinstance(box.entry, TextBox)]
    elif typed_again or not empty:
        # Which record is meant is told by itself, as a rule; what is to be typed comes first.
        empty = [box for box in shown if box.field.kind != "record" or box.field.required]
        empty = empty or shown
    # What is typed or scanned comes before what is told by itself, as a rule. Where nothing is
    # typed, a digit chooses: the record that is not told comes before what is chosen of it.
    is_typed = any(isinstance(box.entry, TextBox) for box in empty)
    later = ("record", "lines") if is_typed else ("lines",)
    return min(empty, key=lambda box: box.field.kind in later, default=None)


def _has_to_be_filled(box: FieldBox, boxes: Mapping[str, FieldBox]) -> bool:
    """Is a value needed, here or in one of several fields, and is there none?"""
    others = [boxes[name] for name in box.field.one_of if name in boxes]
    lacks_one = bool(others) and not any(one.value for one in others)
    return not box.value and (box.field.required or lacks_one)
