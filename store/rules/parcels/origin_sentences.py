"""What is said where an origin (补发原因) is true of nothing, or of more than one parcel."""

from collections import Counter
from collections.abc import Iterable

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import Parcel, line_quantities
from store.models.refund import Refund
from store.models.reissue import Reissue, ReissueOrigin
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView
from store.rules.money.refund_names import refunds_listed
from store.rules.order.goods import goods_in
from store.rules.parcels.traces import all_called
from store.words import N_, _, listed, sentences
from store.words.labels import label

_UNTRUE: dict[ReissueOrigin, str] = {
    "intercepted": N_(
        "Of parcel {numbers} nothing came back that is still to be sent again; record first"
        " that it did."
    ),
    "withdrawn_case": N_(
        "No goods of a case that ended without money or goods lie here ({numbers}); record"
        " first that they came back."
    ),
    "lost_parcel": N_(
        "Parcel {numbers} is not lost: it was delivered, its receipt was confirmed or it"
        " came back. What was not in it is: {missing}."
    ),
    "damaged_refused": N_(
        "Parcel {numbers} was not refused: it was delivered or its receipt was confirmed."
        " Damaged goods that the buyer has come back by a case."
    ),
    "missing_goods": N_(
        "Parcel {numbers} came back; what is to be sent again of it has the origin: {intercepted}."
    ),
}


def untrue_of(origin: ReissueOrigin, parcels: Iterable[Parcel]) -> str:
    """The origin is true of none of these parcels, and which one may be, or what comes first."""
    return _(_UNTRUE[origin]).format(
        numbers=all_called(parcels),
        missing=label("missing_goods"),
        intercepted=label("intercepted"),
    )


def reissued_already(parcels: Iterable[Parcel], reissues: Iterable[Reissue]) -> str:
    """Reissues stand for what was in these parcels already."""
    said = _("What was in parcel {numbers} is sent again already: reissue {reissues}.")
    return said.format(
        numbers=all_called(parcels), reissues=listed(str(one.number) for one in reissues)
    )


def stopped_under_way(parcels: Iterable[Parcel]) -> str:
    """The buyer misses nothing of what was stopped on its way to them."""
    said = _(
        "Parcel {numbers} was stopped on its way, and the buyer has none of it. Once it is"
        " here, what is to be sent again of it has the origin: {intercepted}."
    )
    return said.format(numbers=all_called(parcels), intercepted=label("intercepted"))


def arrived_instead(parcels: Iterable[Parcel]) -> str:
    """Those in whose place goods went are with the buyer: what came back is nobody's."""
    said = _(
        "Parcel {numbers} was given up and reached the buyer after all; what came back of"
        " what was sent again for it is not owed any more."
    )
    return said.format(numbers=all_called(parcels))


def only_these_lost(lost: Iterable[Parcel]) -> str:
    """Goods are named of which not all were in parcels that are known to be lost."""
    said = _(
        "Only parcel {lost} is known to be lost; name the parcel that is lost too,"
        " or record first that it is."
    )
    return said.format(lost=all_called(lost))


def which_parcel(holding: Iterable[Parcel]) -> str:
    """The goods may have been in any of several parcels."""
    return _("Say which parcel the goods were in: {known}.").format(known=all_called(holding))


def paid_by_other_money(order: Order, views: Iterable[CaseView]) -> str:
    """What came back for these cases, and money is of that is none of theirs."""
    said = _(
        "What came back for case {case} ({lines}) is paid for by other money of this order,"
        " {refunds}, and the buyer is owed no goods for it."
    )
    return sentences(
        *(
            said.format(
                case=case_called(one.case),
                lines=goods_in(order, line_quantities(one.paid_by_others.items())),
                refunds=refunds_listed(one.money_of_others),
            )
            for one in views
        )
    )


def maybe_paid_by_other_money(order: Order, views: Iterable[CaseView]) -> str:
    """What came back for these cases is owed, and other money may be of it (`maybe_paid_by`)."""
    return sentences(
        *(may_be_its_money(order, one.case, one.lying_here, one.maybe_paid_by) for one in views)
    )


def may_be_its_money(
    order: Order, case: AfterSalesCase, units: Counter[int], refunds: tuple[Refund, ...]
) -> str:
    """These refunds may be the money of these units, which came back for the case."""
    return _(
        "{refunds} went back, or is on its way, since the buyer applied for case {case}: if that is"
        " for what came back for it ({lines}), these goods stay here."
    ).format(
        refunds=refunds_listed(refunds),
        case=case_called(case),
        lines=goods_in(order, line_quantities(units.items())),
    )


def to_say_it_is() -> str:
    """How it is said that other money is of goods that lie here (`paid.paid_goods`)."""
    return _(
        "If it is, refund these goods here with “It went before”: yes; no money moves by that."
    )
