"""OneNumber (同一单号): a number that a plan gives to several orders, before any of them has it."""

from collections.abc import Iterable, Iterator

from store.models.base import Document
from store.models.bulk_run import BulkItem
from store.models.order import Order
from store.rules.action.fields import plain_tracking_no
from store.rules.parcels.tracking import planned_problem
from store.work.each_own import EachOwn


class OneNumber:
    """The orders of a plan by the number that each is given, of those given to several."""

    def __init__(self, own: EachOwn | None) -> None:
        self._own = own
        self._shared = own.shared if own else frozenset[str]()
        self._given: dict[str, dict[str, Order]] = {}

    def note(self, item: BulkItem, document: Document | None) -> None:
        """What it is given, whether or not it may have it."""
        number = self._number(item)
        if number in self._shared and isinstance(document, Order):
            self._given.setdefault(number, {})[item.key] = document

    def judged(self, items: Iterable[BulkItem]) -> Iterator[BulkItem]:
        """Them all; refused is who may not share the number with every other."""
        for item in items:
            orders = self._given.get(number := self._number(item), {})
            others = [one for key, one in orders.items() if key != item.key]
            if item.state != "left" or not others:
                yield item
                continue
            answer = item.values.get("same_receiver")
            problem = planned_problem(orders[item.key], number, answer, others)
            if problem is None:
                yield item
                continue
            said = {"sentence": problem.sentence, "field": problem.field}
            yield item.model_copy(update={"state": "refused", **said})

    def _number(self, item: BulkItem) -> str:
        return plain_tracking_no(self._own.value_of(item.subject.called)) if self._own else ""
