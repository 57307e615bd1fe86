"""What is said where an origin (补发原因) is true of nothing, or of more than one parcel."""

from collections.abc import Iterable

from store.models.parcel import Parcel
from store.models.reissue import Reissue, ReissueOrigin
from store.rules.parcels.traces import all_called
from store.words import N_, _, listed
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
