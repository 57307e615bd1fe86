"""Documents: their text, and what is remembered of a version of one."""

from hypothesis import given
from hypothesis import strategies as st

from store.documents.kinds import decode, encode
from store.engines.protocol import Kept
from store.engines.sealing import canonical
from store.models.base import remembered
from store.models.contact import Note
from store.models.order import Order
from store.policy import load_policy
from store.rules.order.ledger import line_ledgers, money_ledger
from tests.build import NOW, line, order

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=4))
def test_a_body_is_canonical_json_and_is_read_as_what_was_written(
    text: str, extra: dict[str, str]
) -> None:
    note = Note(id="n1", at=NOW, by="小李", text=text)
    written = order(buyer_note=text, extra=extra, notes=(note,))
    values = written.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    body = encode(written, load_policy()).body
    assert body == canonical(values)
    assert decode(Order, Kept(1, written.key, 7, "", body, 0)) == written.model_copy(
        update={"version": 7}
    )


def test_what_is_asked_of_one_version_is_worked_out_once() -> None:
    asked: list[int] = []

    @remembered
    def units(one: Order) -> int:
        asked.append(one.version)
        return sum(part.ordered for part in one.lines)

    first = order(line(ordered=3))
    assert (units(first), units(first), asked) == (3, 3, [0])

    second = first.model_copy(update={"version": 1, "lines": (line(ordered=5),)})
    assert (units(second), units(first), asked) == (5, 3, [0, 1])
    assert line_ledgers(second)[0].to_ship == 5
    assert line_ledgers(first)[0].to_ship == 3


def test_what_is_remembered_is_no_part_of_the_document() -> None:
    asked, fresh = order(), order()
    money_ledger(asked)
    assert asked == fresh
    assert asked.model_dump() == fresh.model_dump()
    assert Order.model_validate(asked.model_dump()) == fresh
