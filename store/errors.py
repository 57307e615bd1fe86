"""What can go wrong, each as one whole sentence for the person at the desk.

ShouhouError
  - Refused       a rule says no to a well-formed action or value      exit status 1
  - BadInput      missing, malformed or unknown field, file or subject  exit status 2
  - StoreTrouble  the store cannot be read or written                   exit status 3
"""


class ShouhouError(Exception):
    """A sentence, the field it is about (or none) and a stable code for scripts."""

    status = 3
    code = "trouble"

    def __init__(self, sentence: str, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.code = code or type(self).code


class Refused(ShouhouError):
    """A rule says no; nothing was changed."""

    status = 1
    code = "refused"


class BadInput(ShouhouError):
    """What was given cannot be understood; nothing was changed."""

    status = 2
    code = "bad_input"


class StoreTrouble(ShouhouError):
    """The store cannot be opened, read or written."""

    status = 3
    code = "store"


class Problem:
    """What is wrong with one value of a well-formed action."""

    __slots__ = ("field", "sentence")

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        self.sentence = sentence

    def __repr__(self) -> str:
        return f"Problem({self.field!r}, {self.sentence!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and (self.field, self.sentence) == (
            other.field,
            other.sentence,
        )

    def __hash__(self) -> int:
        return hash((self.field, self.sentence))
