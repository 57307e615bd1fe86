"""AttachEvidence (添加凭证): files that prove something, copied into the store by their content."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.evidence import Evidence
from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.file_fields import GivenFiles
from store.rules.action.markers import Reference
from store.rules.cases.evidence import (
    MOST_BYTES_KEPT,
    MOST_FILES,
    numbered,
    total_bytes,
)
from store.words import N_, _, counts
from store.words.times import day_text


class AttachEvidence(Action[Order]):
    """Attach files to an order, or to one of its cases."""

    title = N_("Attach evidence")
    place = 810
    key = "plus,fullwidth_plus_sign"

    file: GivenFiles = Field(
        title=N_("File"),
        description=N_("a picture, PDF, MP4 or text file; several with commas between"),
    )
    note: Text | None = Field(
        default=None, title=N_("Note"), description=N_("what it shows; may be left out")
    )
    case: Annotated[str | None, Reference("case", alone=False, ended=True)] = Field(
        default=None, title=N_("Case"), description=N_("left out, it belongs to the whole order")
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if len(subject.evidence) >= MOST_FILES:
            return _("This order has {count} files already; more than {most} are not kept.").format(
                count=len(subject.evidence), most=MOST_FILES
            )
        return None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from self._twice(subject)
        count = len(subject.evidence) + len(self.file)
        if count > MOST_FILES:
            yield Problem(
                "file",
                _(
                    "With {given} more this order would have {count} files; at most {most} are"
                    " kept."
                ).format(given=len(self.file), count=count, most=MOST_FILES),
            )
        size = total_bytes(subject.evidence) + sum(file.size for file in self.file)
        if size > MOST_BYTES_KEPT:
            yield Problem(
                "file",
                _(
                    "The files of this order would have {size} together; at most {most} are kept."
                ).format(size=counts.file_size(size), most=counts.file_size(MOST_BYTES_KEPT)),
            )

    def _twice(self, order: Order) -> Iterator[Problem]:
        known = {
            piece.file.sha256: (number, piece)
            for number, piece in numbered(order).items()
            if piece.case == self.case
        }
        seen: set[str] = set()
        for file in self.file:
            if file.sha256 in known:
                number, before = known[file.sha256]
                sentence = _(
                    "{name} is attached already: it has the content of {known} ({evidence}) of"
                    " {day}."
                ).format(
                    name=file.name,
                    known=before.file.name,
                    evidence=number,
                    day=day_text(before.at),
                )
                yield Problem("file", sentence)
            elif file.sha256 in seen:
                yield Problem("file", _("{name} is given twice.").format(name=file.name))
            seen.add(file.sha256)

    def apply(self, subject: Order, context: Context) -> Outcome:
        attached = tuple(
            Evidence(
                id=context.new_id(),
                file=file,
                at=context.now,
                by=str(context.actor),
                note=self.note or "",
                case=self.case,
            )
            for file in self.file
        )
        sentence = _("{name} ({size}) is kept as evidence {evidence}.")
        changed = subject.model_copy(update={"evidence": (*subject.evidence, *attached)})
        return Outcome(
            (changed,),
            tuple(
                sentence.format(
                    name=piece.file.name,
                    evidence=number,
                    size=counts.file_size(piece.file.size),
                )
                for number, piece in numbered(changed).items()
                if piece in attached
            ),
        )
