"""The next in turn (下一单): one order with all its duties for whoever asks, and nobody else.

What is given out is claimed in the same commit, under the lock, so that two who ask at once get two
orders. Such a claim lapses where its owner does nothing with it: somebody who went home keeps
nothing from the others.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from store.acting import Store
from store.documents.kinds import MODELS
from store.documents.rows import rows_of
from store.models.axes import Party
from store.models.base import Document
from store.models.row import ObligationRow
from store.models.subject import Part
from store.models.work import Claim
from store.reading.owed import OwedFor, owed
from store.rules.action.frame import is_about
from store.rules.action.settling import may_be_settled
from store.rules.obligations import Obligation
from store.rules.order.actions.release_claim import ReleaseClaim
from store.rules.timing.clocks import LAST
from store.search.lists import OBLIGATIONS
from store.search.unclaimed import Turn, taken_before, unclaimed
from store.words.times import minute_text
from store.work.undoing import Undoing

LAPSES_AFTER = timedelta(minutes=30)
"""What was given out is nobody's again when its owner was neither seen at it nor did anything."""
NEXT = "next"
"""What the event of it is called."""
CLAIMED = tuple(name for name, kind in MODELS.items() if "claim" in kind.model_fields)
"""The tables of documents that somebody can take on."""


class Given(NamedTuple):
    """What was given out."""

    document: Document
    duties: tuple[OwedFor, ...]
    """All that is owed for it, the most urgent first."""
    first: OwedFor
    """What of it is to be begun with: the first that is ours and may be done now."""
    undoing: Undoing | None
    """How it is given back; None where no action does that."""


def give_next(store: Store, turn: Turn) -> Given | None:
    """Claim for whoever asks what is next in turn; None where nothing is left that is nobody's."""
    lapse(store)
    with store.writing() as commit:
        kept = store.kept_to(OBLIGATIONS)
        row = next(iter(unclaimed(store.engine.fetch, store.now, turn, CLAIMED, kept)), None)
        if row is None:
            return None
        me = store.actor
        claim = Claim(owner=me, at=store.now, by=me, by_next=True)
        document = store.get(MODELS[row.of_kind], row.of_key)
        assert document, row.key
        claimed = document.model_copy(update={"claim": claim})
        event = commit.event(document, NEXT, {"by": turn})
        commit.save([claimed])
    rows = rows_of(claimed, store.policy)[OBLIGATIONS.name]
    of_it = (row for row in rows if isinstance(row, ObligationRow))
    duties = owed(of_it, store.policy, store.now)
    undoing = None
    if is_about(ReleaseClaim, type(document)):
        undoing = Undoing(NEXT, ReleaseClaim, {}, document, claimed, event.id)
    in_turn = tuple(sorted(duties, key=lambda one: one.obligation.due_at or LAST))
    return Given(claimed, in_turn, _to_begin_with(claimed, in_turn, store), undoing)


def _to_begin_with(document: Document, duties: Sequence[OwedFor], store: Store) -> OwedFor:
    """The first duty that is ours and may be done now, else the first that is ours."""
    ours = [
        one for one in duties if one.obligation.who is Party.US and not one.is_snoozed(store.now)
    ]
    context = store.context()
    possible = (one for one in ours if may_be_settled(document, _part(one.obligation), context))
    return next(possible, next(iter(ours), duties[0]))


def _part(duty: Obligation) -> Part:
    return Part(duty.kind, duty.about)


def lapse(store: Store) -> None:
    """Take back what was given out and whose owner has done nothing with it for half an hour."""
    before = store.now - LAPSES_AFTER
    rows = taken_before(store.engine.fetch, before)
    if not rows:
        return
    seen = {(one.actor.user, one.key) for one in store.presence.others()}
    with store.writing() as commit:
        for kind, key in sorted({(row.of_kind, row.of_key) for row in rows}):
            document = store.get(MODELS[kind], key)
            claim = claim_of(document)
            if document is None or claim is None or not claim.by_next or claim.at > before:
                continue  # somebody was quicker
            if (claim.owner.user, key) in seen or _acted(store, document, claim, before):
                continue
            told = {"owner": str(claim.owner), "since": minute_text(claim.at)}
            commit.event(document, "lapse-claim", told)
            commit.save([document.model_copy(update={"claim": None})])


def claim_of(document: Document | None) -> Claim | None:
    """Whose a document is, of any kind that somebody can take on."""
    claim: Claim | None = getattr(document, "claim", None)
    return claim


def _acted(store: Store, document: Document, claim: Claim, since: datetime) -> bool:
    """Has the owner done anything with it since then?"""
    return any(
        event.at > since and event.actor.user == claim.owner.user
        for event in store.events(document)
    )
