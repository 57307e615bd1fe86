"""EvidencePack (证据包): what proves our side of an order, in one zip file or folder."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from store.models.order import Order
from store.rules.action.base import Action, Outcome, Pack
from store.rules.action.context import Context
from store.rules.action.fields import Text, YesNo, wrong
from store.rules.action.file_fields import NewFile
from store.rules.action.markers import Reference
from store.words import N_, _
from store.words.times import SHOP_TIME


class EvidencePack(Action[Order]):
    """Write index, chat log, traces, files and their hashes of this one order."""

    title = N_("Write an evidence pack")
    place = 820
    key = "Z"

    to: NewFile = Field(
        title=N_("To"), description=N_("a .zip file, or a folder, that is not there yet")
    )
    case: Annotated[str | None, Reference("case", alone=False, ended=True)] = Field(
        default=None, title=N_("Case"), description=N_("left out, the whole order")
    )
    reveal: YesNo = Field(
        default="no", title=N_("Show the buyer"), description=N_("it is recorded, with the reason")
    )
    reason: Text | None = Field(
        default=None,
        title=N_("Reason"),
        description=N_("why the buyer has to be shown"),
        validate_default=True,
    )

    @field_validator("reason")
    @classmethod
    def _revealed_for_a_reason(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("reveal") == "yes" and not reason:
            raise wrong(_("Personal data is shown for a reason only; give one."))
        return reason

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        when = context.now.astimezone(SHOP_TIME)
        named = _("evidence")
        return {"to": f"{named}-{subject.order_no}-{when:%Y%m%d-%H%M}.zip"}

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return (
            _("Files: {files}; messages: {contacts}; parcels with their traces: {parcels}.").format(
                files=len(subject.evidence),
                contacts=len(subject.contacts),
                parcels=len(subject.parcels),
            ),
        )

    def makes(self) -> Pack:
        reason = self.reason if self.reveal == "yes" else None
        return Pack(self.to, self.case, reason or "")

    def apply(self, subject: Order, context: Context) -> Outcome:
        return Outcome(())
