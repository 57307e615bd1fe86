"""Flag (插旗): the seller's coloured flag with a short tag; the colour is always also a word."""

from typing import Annotated

from pydantic import Field, StringConstraints

from store.models.contact import Flag as StoredFlag
from store.models.contact import FlagColour
from store.models.order import Order
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.words import N_

FlagTag = Annotated[str, StringConstraints(strip_whitespace=True, max_length=3)]


class Flag(Action[Order]):
    """Flag the order, or take its flag away."""

    title = N_("Flag")
    place = 220
    key = "f"

    colour: FlagColour = Field(title=N_("Colour"), description=N_("none takes the flag away"))
    tag: FlagTag = Field(default="", title=N_("Tag"), description=N_("at most three characters"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"colour": subject.flag.colour, "tag": subject.flag.tag} if subject.flag else {}

    def undone_by(self, before: Order, after: Order) -> Undo:
        flag = before.flag
        told = {"colour": flag.colour, "tag": flag.tag} if flag else {"colour": "none"}
        return Undo("flag", told)

    def apply(self, subject: Order, context: Context) -> Outcome:
        flag = None if self.colour == "none" else StoredFlag(colour=self.colour, tag=self.tag)
        return Outcome((subject.model_copy(update={"flag": flag}),))
