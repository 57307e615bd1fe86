"""SetStock (设置库存): what is really there of a SKU, as somebody counted it."""

from typing import ClassVar

from pydantic import Field

from store.models.base import Document
from store.models.product import Product
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import Count
from store.words import N_


class SetStock(Action[Product]):
    """Set the stock of a SKU to what was counted."""

    title: ClassVar[str] = N_("Set the stock")
    subject_type: ClassVar[type[Document]] = Product

    on_hand: Count = Field(title=N_("On hand"), description=N_("units that are really there"))

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        return None

    @classmethod
    def suggest(cls, subject: Product, context: Context) -> dict[str, str]:
        return {} if subject.on_hand is None else {"on_hand": str(subject.on_hand)}

    def apply(self, subject: Product, context: Context) -> Outcome:
        return Outcome((subject.model_copy(update={"on_hand": self.on_hand}),))
