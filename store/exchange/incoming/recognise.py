"""Recognise: by its columns' names alone, whose export this is, of what and of which year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from store.exchange.incoming.columns import (
    DOUYIN_AFTER_SALES,
    DOUYIN_INSURANCE,
    DOUYIN_ORDERS,
    PDD_AFTER_SALES,
    PDD_INSURANCE,
    PDD_ORDERS,
    REJECTED_COLUMNS,
    ColumnSet,
    is_time,
    normal,
)
from store.models.axes import Platform


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of this file holds which field."""

    platform: Platform
    kind: Literal["orders", "after_sales", "insurance"]
    variant: str
    columns: tuple[str, ...]
    fields: dict[str, tuple[int, ...]]
    """The desk's name → the places of this file's columns for it, to be asked in this order."""
    names: dict[str, str]
    """The desk's name → what the column is called where the file lacks it."""
    status: tuple[tuple[str, int], ...]
    """Columns with their places, here and below."""
    extra: tuple[tuple[str, int], ...]
    """Columns without a field."""
    unknown: tuple[str, ...]
    """Columns that no list of the platform's columns names."""
    blank: str
    """What stands in a cell instead of nothing."""
    times: tuple[int, ...]
    """The places of columns that hold a time."""


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export that the desk can read."""

    platform: Platform
    kind: Literal["orders", "after_sales", "insurance"]
    columns: ColumnSet
    variant: Callable[[frozenset[str]], str] | str
    """What its form is called; of orders the columns tell, in normal form."""
    blank: str = ""


def recognise(columns: Sequence[str]) -> Layout | None:
    """The layout of a header row; none when it is no header of an export."""
    present = frozenset(normal(name) for name in columns)
    for export in EXPORTS:
        if _fits(export.columns, present):
            return _layout(export, columns, present)
    return None


def _fits(known: ColumnSet, present: frozenset[str]) -> bool:
    def has(field: str) -> bool:
        return any(normal(name) in present for name in known.fields[field])

    needed = [field for field in ("case_no", "order_no", "status") if field in known.fields]
    return all(map(has, needed)) and any(map(has, known.amounts))


def _layout(export: Export, columns: Sequence[str], present: frozenset[str]) -> Layout:
    known, variant = export.columns, export.variant
    spelled: dict[str, list[str]] = {}
    for name in columns:
        spelled.setdefault(normal(name), []).append(name)
    fields = {
        field: tuple(name for alias in aliases for name in spelled.get(normal(alias), ()))
        for field, aliases in known.fields.items()
    }
    used = {name for names in fields.values() for name in names} | {*REJECTED_COLUMNS}
    listed = known.others | {normal(name) for names in known.fields.values() for name in names}
    listed |= {*REJECTED_COLUMNS}
    place = {name: at for at, name in enumerate(columns)}
    return Layout(
        platform=export.platform,
        kind=export.kind,
        variant=variant if isinstance(variant, str) else variant(present),
        columns=tuple(columns),
        fields={
            field: tuple(map(place.__getitem__, names)) for field, names in fields.items() if names
        },
        names={field: aliases[0] for field, aliases in known.fields.items()},
        status=tuple(
            (name, place[name]) for word in known.status for name in spelled.get(normal(word), ())
        ),
        extra=tuple((name, place[name]) for name in columns if name not in used),
        unknown=tuple(name for name in columns if normal(name) not in listed),
        blank=export.blank,
        times=tuple(place[name] for field in fields if is_time(field) for name in fields[field]),
    )


def _pdd_variant(present: frozenset[str]) -> str:
    """Old names mean an old file, 是否异常 the oldest; the set of 2026 has no promised time."""
    if present & {normal("商家编码-SKU维度"), "拼单成功时间"}:
        return "2020" if present & {"商家实收金额", "是否审核中"} else "2018"
    return "2023" if present & {"承诺发货时间", "支付时间", "是否审核中"} else "2026"


def _douyin_variant(present: frozenset[str]) -> str:
    """B alone has the tracking numbers; C is the short list without the payment's time."""
    if present & {"快递信息", "货号", "商品金额"}:
        return "B"
    return "A" if present & {"商品单价", "支付完成时间"} else "C"


EXPORTS = (
    Export(Platform.DOUYIN, "after_sales", DOUYIN_AFTER_SALES, "doudian-after-sales", blank="-"),
    Export(Platform.PINDUODUO, "after_sales", PDD_AFTER_SALES, "pdd-after-sales"),
    Export(Platform.DOUYIN, "insurance", DOUYIN_INSURANCE, "doudian-freight-insurance", blank="-"),
    Export(Platform.PINDUODUO, "insurance", PDD_INSURANCE, "pdd-freight-insurance"),
    # Before Doudian's orders, whose number may be called the same: what was paid is not.
    Export(Platform.PINDUODUO, "orders", PDD_ORDERS, _pdd_variant),
    Export(Platform.DOUYIN, "orders", DOUYIN_ORDERS, _douyin_variant, blank="-"),
)
