"""Refund (退款): money that goes back to the buyer."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Literal, Self

from store.models.axes import Source
from store.models.base import Instant, Record
from store.models.money import Fen
from store.models.penalty import AppealReturn
from store.models.shown import Shown

RefundState = Literal["pending", "done", "failed", "unknown"]
ShownBy = Literal["export", "funds"]


class RefundLine(Record):
    """The units and the money of one line that a refund covers."""

    line: int
    quantity: int
    unshipped: int = 0
    """How many of the units had not been shipped: they leave `to_ship`."""
    lost: int = 0
    """How many of the units were recorded as lost, damaged, missing or come back."""
    amount_fen: Fen

    @property
    def good(self) -> int:
        """How many of the units had left, and were not recorded as lost."""
        return self.quantity - self.unshipped - self.lost

    def cut_to(self, units: int, fen: Fen) -> Self:
        """So many of its units and so much of its money: what had not been shipped stays first,
        then what was lost.
        """
        unshipped = min(self.unshipped, units)
        lost = min(self.lost, units - unshipped)
        less = {"quantity": units, "unshipped": unshipped, "lost": lost, "amount_fen": fen}
        return self.model_copy(update=less)


class GivenUp(Record):
    """What was to come back of a refund since an appeal was won is not asked for any more."""

    at: Instant
    reason: str
    by: str
    of_fen: Fen
    """How much was to come back in all by then; what is to beyond that is still asked for."""


class Refund(Record):
    """One refund; pending, done and unknown count as spent, only failed gives the money back."""

    id: str
    amount_fen: Fen
    lines: tuple[RefundLine, ...] = ()
    reason: str
    state: RefundState
    source: Source
    requested_at: Instant | None
    settled_at: Instant | None = None
    settled_note: str = ""
    """What whoever said how it ended wrote about that."""
    shown_by: ShownBy | None = None
    """What of the platform's showed that it went, whoever had entered it."""
    estimated: bool = False
    """The platform says "refunded" without an amount; the figure is what was left to refund."""
    shown: Shown | None = None
    """Of an estimate: the word "refunded". The money had gone once its file was made."""
    held_back: bool = False
    """Of an estimate: the platform still wants these units shipped, so that they go out once the
    amount is known to be a part of their price."""
    by_word: bool = False
    """What it names had not left by the platform's word "refunded", and does not leave, whatever
    the amount turns out to be; of what was entered here, that word alone says that it is of
    these."""
    cause: str = ""
    """`out_of_stock`, or whatever was given; unlike the reason, it is ours to say."""
    both: bool = False
    """Whoever gave it said that the buyer is to have the goods that are sent again as well."""
    beside: bool = False
    """It was said to be for no case, so that no case is settled by it."""
    beside_only: tuple[str, ...] = ()
    """The ids of the cases that were known when that was said, and some of them to be paid: it was
    the answer to whose it is, so that it is beside these alone."""
    unfailed_at: Instant | None = None
    """Since when it counts again, after it was recorded as failed: what was sent until then was
    sent without its money."""
    ahead_at: Instant | None = None
    """Since when it is said to be the money of its case, though it had gone without that, or before
    the buyer applied for it anew: what the platform gives for the case later is other money."""
    of_before: bool = False
    """It went for what its case asked for before the buyer applied for it anew: it is said to be
    none of the money that the case asks for now."""
    named_at: Instant | None = None
    """When somebody said that it is the money of its units, which were out of stock, or lay here,
    by then; it may have gone, without units, before that was known."""
    anew: bool = False
    """Whoever entered it said that it goes beside what the platform was known to have given."""
    not_arriving: tuple[str, ...] = ()
    """The ids of the parcels that were not to reach the buyer, as far as was known when it was
    entered here: a scan from before that is learnt afterwards changes nothing of it."""
    case: str | None = None
    """The after-sales case it settles, or that the platform's export names for it."""

    returns: tuple[AppealReturn, ...] = ()
    """What an appeal against the ruling that gave it brought back to the shop."""

    given_up: GivenUp | None = None
    """What has not come back of it by then stays lost; it stays said, also when it comes after
    all."""

    cut_from: str = ""
    """The id of the refund that it was one sum with, until the platform spoke of some of its lines
    alone: how that is divided is a guess, until a case says how much its line was given."""

    def as_said(self, state: RefundState, note: str) -> Self:
        """As somebody says that it ended, whatever the platform had shown of it."""
        said = {"state": state, "settled_note": note, "shown_by": None}
        return self.model_copy(update=said)

    @property
    def went_at(self) -> datetime | None:
        """When it went: as the platform gave it, or somebody entered it here."""
        return self.settled_at if self.source is Source.PLATFORM else self.requested_at

    def is_beside(self, case: str) -> bool:
        """Was it said that it is no money of the case with this id?"""
        return self.beside and (not self.beside_only or case in self.beside_only)

    def of_lines(self, numbers: AbstractSet[int]) -> Self | None:
        """What it gives for these lines; None where that is nothing."""
        kept = tuple(part for part in self.lines if part.line in numbers)
        fen = sum(part.amount_fen for part in kept)
        return self.model_copy(update={"amount_fen": fen, "lines": kept}) if kept else None

    def besides_lines(self, numbers: AbstractSet[int]) -> Self | None:
        """What it gives for its other lines, with what is of none; None where these are all."""
        kept = tuple(part for part in self.lines if part.line not in numbers)
        fen = self.amount_fen - sum(part.amount_fen for part in self.lines if part not in kept)
        return self.model_copy(update={"amount_fen": fen, "lines": kept}) if kept else None

    @property
    def returned_fen(self) -> Fen:
        """What came back of it to the shop; the buyer has it all the same."""
        return sum(one.amount_fen for one in self.returns)

    @property
    def spent(self) -> bool:
        """Does it count as money that is gone? Until it is known to have failed, it does."""
        return self.state != "failed"

    @property
    def of_unshipped(self) -> bool:
        """Is it, in part at least, the money of units that had not left?"""
        return any(part.unshipped for part in self.lines)

    @property
    def open(self) -> bool:
        """Does nobody know yet how it ended?"""
        return self.state in ("pending", "unknown")
