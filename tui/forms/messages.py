"""Messages (消息): what a widget of a form tells the form about what was put into it."""

from textual.message import Message


class Refused(Message):
    """What was typed or pasted was not taken; without a sentence, that is mended."""

    def __init__(self, name: str, sentence: str) -> None:
        """`name` is that of the field."""
        super().__init__()
        self.name = name
        self.sentence = sentence


class TakenApart(Message):
    """A paste held the values of several fields."""

    def __init__(self, values: dict[str, str]) -> None:
        """`values` are by the names of the fields."""
        super().__init__()
        self.values = values


class Changed(Message):
    """A field has another value."""
