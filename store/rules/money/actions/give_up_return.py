"""GiveUpReturn (放弃追回): what the platform owes since an appeal was won stays lost.

The buyer has the money and the shop has lost it, as the totals of causes say. What comes back after
all is recorded as ever.
"""

from typing import Annotated

from pydantic import Field

from store.models.money import yuan_text
from store.models.order import Order
from store.models.refund import GivenUp
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.rules.money.appealed import Appealed
from store.words import N_, _


class GiveUpReturn(RecordAction[Appealed]):
    """Give up what was to come back since an appeal was won."""

    title = N_("Give up what an appeal was to bring back")
    place = 877
    settles = frozenset({"give-back", "ask-platform"})

    of: Annotated[str, Reference("appealed")] = Field(title=N_("Penalty or refund"))
    reason: Text = Field(title=N_("Reason"), description=N_("what the platform said, and when"))

    @classmethod
    def refusal(cls, order: Order, record: Appealed, context: Context | None) -> str | None:
        return record.nothing_owed

    def apply(self, subject: Order, context: Context) -> Outcome:
        given = self.record_of(subject)
        by = str(context.actor)
        note = GivenUp(at=context.now, reason=self.reason, by=by, of_fen=given.promised_fen)
        refunds = tuple(
            one.model_copy(update={"given_up": note}) if one.id == given.id else one
            for one in subject.refunds
        )
        said = _("{amount} stay lost; nothing is owed for them any more.")
        lost = said.format(amount=yuan_text(given.left_fen))
        return Outcome((subject.model_copy(update={"refunds": refunds}),), (lost,))
