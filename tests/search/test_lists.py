"""The lists as data: they agree with the models, with the rules and with themselves."""

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from store.models import axes
from store.models.after_sales_case import CaseKind
from store.models.case_state import CaseState
from store.models.contact import Channel, FlagColour
from store.models.improvement import ImprovementState, RateName
from store.models.inquiry import InquiryOutcome, InquiryState
from store.models.payment import PaymentKind
from store.rules import obligations
from store.rules.money.matching import DifferenceKind
from store.rules.stock.causes import COMMON
from store.search import vocabularies
from store.search.lists import LISTS, OBLIGATIONS, ORDERS, PRODUCTS
from store.search.reading import SHAPES
from store.search.table import (
    Choice,
    First,
    Lines,
    ListTable,
    Moment,
    Number,
    Reached,
    Text,
    Turned,
    Words,
)

TABLES = pytest.mark.parametrize("table", LISTS.values(), ids=lambda table: table.name)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (vocabularies.PLATFORMS, axes.Platform),
        (vocabularies.PAYMENTS, axes.Payment),
        (vocabularies.FULFILMENTS, axes.Fulfilment),
        (vocabularies.AFTER_SALES, axes.AfterSales),
        (vocabularies.STOCK_OUTS, axes.StockOut),
        (vocabularies.PARTIES, axes.Party),
        (vocabularies.CASE_KINDS, CaseKind),
        (vocabularies.CAUSES, COMMON),
        (vocabularies.CASE_STATES, CaseState),
        (vocabularies.FLAGS, get_args(FlagColour)),
        (vocabularies.CHANNELS, get_args(Channel)),
        (vocabularies.INQUIRY_STATES, get_args(InquiryState)),
        (vocabularies.INQUIRY_OUTCOMES, get_args(InquiryOutcome)),
        (vocabularies.IMPROVEMENT_STATES, get_args(ImprovementState)),
        (vocabularies.RATES, get_args(RateName)),
        (vocabularies.PAYMENT_KINDS, get_args(PaymentKind)),
    ],
)
def test_a_vocabulary_is_that_of_the_models(here: tuple[str, ...], there: Iterable[str]) -> None:
    assert here == tuple(there)


def test_payments_can_be_searched_by_whatever_comes_of_comparing_them() -> None:
    whole = ("matched", "general", "unknown_words", "aside")

    assert set(vocabularies.PAYMENT_STATES) == {*get_args(DifferenceKind), *whole}


def test_every_kind_of_obligation_can_be_searched() -> None:
    folder = Path(obligations.__file__).parent
    kinds = {
        node.args[0].value
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Obligation", "Turn")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert len(kinds) > 14
    assert kinds <= set(vocabularies.KINDS)


@TABLES
def test_every_column_is_made_of_an_attribute(table: ListTable) -> None:
    attributes = {field.name for field in msgspec.structs.fields(SHAPES[table.name])}
    may_be_properties = attributes | set(dir(SHAPES[table.name]))

    assert {column.attribute for column in table.columns} <= may_be_properties
    assert set(table.find) <= attributes
    assert table.said_in in attributes
    for field in table.fields.values():
        if isinstance(field, Words):
            assert set(field.sources) <= may_be_properties


@TABLES
def test_every_field_state_sort_and_index_is_of_columns(table: ListTable) -> None:
    columns = (
        {column.name for column in table.columns} | {"id"} | ({"of"} if table.parent else set())
    )
    named: set[str] = {table.tie, table.key, *table.fresh}
    for field in table.fields.values():
        if isinstance(field, Text | Lines | Choice | Turned | Number | Moment):
            named.add(field.column)
        if isinstance(field, Moment) and field.passing:
            named.add(field.passing)
        if isinstance(field, Number) and field.later:
            named |= {field.later.column, field.later.at}
        assert not isinstance(field, First) or table.numbered
    for terms in table.states.values():
        named |= {term.column for term in terms if not isinstance(term, Reached)}
    named |= {sort.column for sort in table.sorts.values()}
    for index in table.indexes:
        named |= {*index.columns, *(term.column for term in index.terms)}
        assert not index.state or index.state in table.states

    assert named <= columns
    assert table.default_sort in table.sorts


@TABLES
def test_unknown_values_are_only_where_a_column_may_be_unknown(table: ListTable) -> None:
    shapes = {field.name: field.type for field in msgspec.structs.fields(SHAPES[table.name])}
    for column in table.columns:
        may_be_none = type(None) in get_args(shapes.get(column.attribute))
        assert column.nullable == may_be_none, column.name
    nullable = {column.name for column in table.columns if column.nullable}
    for sort in table.sorts.values():
        assert sort.nullable == (sort.column in nullable)


def test_lists_of_orders_inherit_fields_they_do_not_have() -> None:
    assert OBLIGATIONS.field_of("buyer") == (ORDERS, ORDERS.fields["buyer"])
    assert OBLIGATIONS.field_of("due") == (OBLIGATIONS, OBLIGATIONS.fields["due"])
    assert PRODUCTS.field_of("buyer") is None
    assert OBLIGATIONS.searchable is ORDERS
