"""Sentences: what a person reads when values cannot be understood."""

import pytest

from store.errors import MISSING, BadInput, Problem
from store.rules.action.frame import read_values
from store.rules.action.misread import sentence_of
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.actions.flag import Flag
from store.rules.order.actions.note import Note
from store.rules.parcels.actions.ship import Ship
from tests.build import order, refund


def refused(action: type[Ship] | type[Note] | type[Flag] | type[Refund], **values: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_values(action, values, order())
    return caught.value


def test_a_value_that_is_missing() -> None:
    error = refused(Ship)

    assert (error.field, error.sentence) == ("tracking_no", "A value is needed here.")
    assert (error.code, error.status) == ("malformed", 2)


def test_a_field_that_is_unknown_is_said_with_the_known_ones() -> None:
    error = refused(Ship, tracking_no="YT1234567890123", colour="red")

    assert (error.field, error.code) == ("colour", "unknown_field")
    assert error.sentence == (
        "There is no such field; the fields are: tracking_no, carrier, unknown_carrier, sku,"
        " same_receiver, lines."
    )


def test_every_wrong_value_is_said_at_once() -> None:
    error = refused(Refund, amount="x", lines="y")

    assert error.problems == (
        Problem("amount", "x is no amount; yuan such as 20 or 20.50 are expected.", "malformed"),
        Problem("lines", "y is not LINE:QUANTITY, such as 1:2 or 1:2,2:1.", "malformed"),
        Problem("reason", "A value is needed here.", MISSING),
    )


def test_a_value_out_of_a_list_is_said_with_what_the_words_mean() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(SettleRefund, {"outcome": "?"}, order(refunds=(refund(),)))

    assert caught.value.sentence == "? is none of: done, failed, unknown."


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    assert refused(Refund, amount="{0}", reason="少件").sentence == (
        "{0} is no amount; yuan such as 20 or 20.50 are expected."
    )


def test_an_error_nobody_foresaw_is_still_a_sentence() -> None:
    detail = {"type": "recursion_loop", "loc": ("text",), "msg": "", "input": ""}

    assert sentence_of(detail, Note.model_fields) == "This value cannot be understood."  # type: ignore[arg-type]


def test_blank_values_count_as_left_out() -> None:
    values = {"tracking_no": "YT1234567890123", "carrier": " "}

    assert read_values(Ship, values, order()).carrier is None
