"""What can go wrong, each as one whole sentence for the person at the desk.

ShouhouError
  - Refused       a rule says no to a well-formed action or value      exit status 1
  - BadInput      missing, malformed or unknown field, file or subject  exit status 2
  - StoreTrouble  the store cannot be read or written                   exit status 3
"""

from collections.abc import Callable
from typing import NamedTuple

MISSING = "missing"
"""The code of a problem: a value is needed, and there is none (pydantic's word)."""


class Problem(NamedTuple):
    """What is wrong with one value."""

    field: str
    sentence: str
    code: str = ""
    """Which kind of problem it is, of a text that is no value of its field."""


class ShouhouError(Exception):
    """A sentence, the field it is about (or none), a stable code for scripts, and every problem.

    `cause` says what went wrong alone, for whoever says himself what is done and what is left.
    """

    status = 3
    code = "trouble"

    def __init__(
        self,
        sentence: str,
        *,
        field: str | None = None,
        code: str | None = None,
        problems: tuple[Problem, ...] = (),
        cause: str = "",
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.code = code or type(self).code
        self.problems = problems
        self.cause = cause or sentence
        self.is_veiled = False
        """Is the buyer hidden in what it says? Else it may hold a phone that somebody typed."""

    @property
    def every_problem(self) -> tuple[Problem, ...]:
        """All that is wrong; where nothing else is told, what the sentence says."""
        return self.problems or (Problem(self.field or "", self.sentence),)

    def veil(self, hide: Callable[[str], str]) -> None:
        """Say the same without what is to be hidden (`order.veil.Veil.within`)."""
        self.sentence, self.cause = hide(self.sentence), hide(self.cause)
        self.problems = tuple(one._replace(sentence=hide(one.sentence)) for one in self.problems)
        self.args = (self.sentence,)
        self.is_veiled = True


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


class TryAgain(StoreTrouble):
    """Another change was let go first, and nothing of this one was written: judge it anew."""

    code = "again"


class GivenUp(StoreTrouble):
    """Whoever waited for the lock was told to wait no longer; nothing was changed."""

    code = "given_up"


class InterruptedReading(StoreTrouble):
    """Somebody stopped this reading because its answer is not wanted any more."""

    code = "interrupted"
