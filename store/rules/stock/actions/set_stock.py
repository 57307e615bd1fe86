"""SetStock (设置库存): what is really there of a SKU, and what can be made and shipped a day."""

from pydantic import Field

from store.models.product import Product
from store.rules.action.base import Action, OneOf, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.fields import Count
from store.rules.stock.products import plan
from store.words import N_


class SetStock(Action[Product]):
    """Set the stock of a SKU to what was counted."""

    title = N_("Set the stock")
    place = 1010
    key = "Q"
    footer = 3
    subject_type = Product
    one_of = OneOf(
        ("on_hand", "per_day_made", "per_day_shipped"),
        N_("On hand, made a day or shipped a day is needed."),
    )

    on_hand: Count | None = Field(
        default=None, title=N_("On hand"), description=N_("units that are really there")
    )
    per_day_made: Count | None = Field(
        default=None, title=N_("Made a day"), description=N_("units that come in or are made a day")
    )
    per_day_shipped: Count | None = Field(
        default=None, title=N_("Shipped a day"), description=N_("units that can be shipped a day")
    )

    def gives(self, field: str) -> bool:
        """None at all is a number as well."""
        return field in self._given()

    def _given(self) -> dict[str, int]:
        """The numbers that were given; the others stay as they are."""
        return {name: units for name, units in self if units is not None}

    def says(self, product: Product) -> bool:
        """Are the numbers that were given those that are known?"""
        return all(getattr(product, name) == units for name, units in self._given().items())

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        return None

    @classmethod
    def suggest(cls, subject: Product, context: Context) -> dict[str, str]:
        known = {name: getattr(subject, name) for name in cls.model_fields}
        return {name: str(units) for name, units in known.items() if units is not None}

    @classmethod
    def background(cls, subject: Product, context: Context) -> tuple[str, ...]:
        stock = plan(subject, context)
        return tuple(stock.sentences()) if stock else ()

    def undone_by(self, before: Product, after: Product) -> Undo | None:
        known = {name: getattr(before, name) for name in self._given()}
        if None in known.values():
            return None  # that nobody has counted cannot be said
        return Undo("set-stock", {name: str(units) for name, units in known.items()})

    def apply(self, subject: Product, context: Context) -> Outcome:
        counted = {} if self.on_hand is None else {"counted_at": context.now}
        changed = subject.model_copy(update=self._given() | counted)
        return Outcome((changed,), self.background(changed, context))
