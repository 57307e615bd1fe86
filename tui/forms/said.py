"""Said (说明): what a widget of a form has to say about what was put into it."""

from textual.message import Message


class Refused(Message):
    """What was pasted was not taken."""

    def __init__(self, name: str, sentence: str) -> None:
        """`name` is that of the field."""
        super().__init__()
        self.name = name
        self.sentence = sentence


class Changed(Message):
    """A field has another value."""
