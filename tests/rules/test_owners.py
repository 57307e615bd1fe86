"""Owners: every field that an import and the desk both know says whose word it is."""

import pytest
from pydantic import BaseModel

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseState
from store.models.facts import LineFacts, OrderFacts
from store.models.order import Line, Order
from store.models.owners import DeskSays, Owner, owned, owners_of
from store.rules.platform.cases.newer_case import newest_case
from tests.build import HOUR, NOW, case

MET = (Order, Line, AfterSalesCase)
"""What an import meets field by field."""
ITS_OWN = {"version"}
"""The store's, not a word about the order."""


@pytest.mark.parametrize("model", MET)
def test_every_field_has_one_owner(model: type[BaseModel]) -> None:
    unowned = {
        name: found
        for name, field in model.model_fields.items()
        if len(found := list(owners_of(field))) != 1 and name not in ITS_OWN
    }
    assert unowned == {}


@pytest.mark.parametrize(("model", "facts"), [(Order, OrderFacts), (Line, LineFacts)])
def test_what_is_the_platform_s_can_be_read_from_a_file(
    model: type[BaseModel], facts: type[BaseModel]
) -> None:
    assert set(owned(model, Owner.PLATFORM)) <= facts.model_fields.keys()


class CaseWithMore(AfterSalesCase):
    """A case as it would be with one more field of the desk's."""

    looked_at: DeskSays[str] = ""


def test_a_new_field_of_the_desk_s_outlives_newer_knowledge() -> None:
    values = case(as_of=NOW).model_dump()
    known = CaseWithMore.model_validate({**values, "looked_at": "li"})
    fresh = CaseWithMore.model_validate(
        {**values, "as_of": NOW + HOUR, "state": CaseState.SELLER_TO_REFUND}
    )

    merged = newest_case(known, fresh)
    assert isinstance(merged, CaseWithMore)
    assert (merged.state, merged.looked_at) == (CaseState.SELLER_TO_REFUND, "li")
