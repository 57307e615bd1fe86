"""Handing over (交接): all that one person has taken on, listed, and given to another."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from store.acting import Store
from store.documents.kinds import MODELS
from store.errors import MISSING, BadInput, Problem, Refused
from store.models.base import Document
from store.models.event import Actor
from store.models.money import Fen
from store.models.work import Claim
from store.pages import in_pages
from store.reading.owed import OwedFor, failures, owed
from store.rules.order.work import claimed, mine
from store.search.lists import OBLIGATIONS
from store.search.unclaimed import owned_by
from store.words import _
from store.work.next_in_turn import claim_of

AT_ONCE = 20
"""So many are given in one commit: nobody waits long for the lock."""
TIMES: tuple[tuple[str, timedelta | None], ...] = (
    ("late", timedelta(0)),
    ("2h", timedelta(hours=2)),
    ("24h", timedelta(hours=24)),
    ("later", None),
)
"""When something is due: what is over, within so long, after that, and `unknown`."""


class Group(NamedTuple):
    """The duties of one kind that are due within one time."""

    time: str
    kind: str
    duties: tuple[OwedFor, ...]
    cost_fen: Fen
    """As far as it is known; a failure counts once, in the first group that has a duty of it."""


class HandedOver(NamedTuple):
    """What came of giving something to another."""

    key: str
    called: str
    problem: str
    """Why it stayed; empty where it was given."""


def duties_of(store: Store) -> list[OwedFor]:
    """All that is owed for what whoever asks has taken on, the most urgent first.

    Where one shop was chosen to look at, only what is of that.
    """
    kept = store.kept_to(OBLIGATIONS)
    rows = owned_by(store.engine.fetch, store.now, store.actor.user, kept)
    return list(owed(rows, store.policy, store.now))


def grouped(duties: Iterable[OwedFor], now: datetime) -> list[Group]:
    """Duties of ours by time and kind, the most urgent time first, the most of a kind first."""
    every = tuple(one for one in duties if one.obligation.counts)
    costs = failures(every)
    groups: dict[tuple[int, str], list[OwedFor]] = {}
    for duty in every:
        groups.setdefault((_time(duty, now), duty.obligation.kind), []).append(duty)
    names = (*(name for name, _span in TIMES), "unknown")
    found = sorted(groups.items(), key=lambda group: (group[0][0], -len(group[1]), group[0][1]))
    return [
        Group(names[time], kind, tuple(of_kind), sum(costs.pop(one.failure, 0) for one in of_kind))
        for (time, kind), of_kind in found
    ]


def _time(duty: OwedFor, now: datetime) -> int:
    due = duty.obligation.due_at
    if due is None:
        return len(TIMES)
    ends = enumerate(span for _name, span in TIMES)
    return next(place for place, span in ends if span is None or due <= now + span)


def hand_over(store: Store, duties: Iterable[OwedFor], to: str, note: str) -> list[HandedOver]:
    """Give the claims of these to somebody with a note, each as an event of its own.

    What a colleague has taken over meanwhile stays with them. Raises BadInput for a name that is
    nobody's here, and Refused for one's own.
    """
    owner = _owner(store, to)
    named = dict.fromkeys((row.of_kind, row.of_key, row.order_no) for row, _duty in duties)
    done = list[HandedOver]()
    for some in in_pages(named, AT_ONCE):
        with store.writing() as commit:
            for kind, key, called in some:
                document = store.get(MODELS[kind], key)
                problem = _why_not(store, document)
                if document and not problem:
                    claim = Claim(owner=owner, at=store.now, by=store.actor)
                    commit.event(document, "handover", {"to": str(owner), "note": note})
                    commit.save([document.model_copy(update={"claim": claim})])
                done.append(HandedOver(key, called, problem))
    return done


def _why_not(store: Store, document: Document | None) -> str:
    claim = claim_of(document)
    if document is None or claim is None:
        return _("Nobody has claimed it any more.")
    return "" if mine(claim, store.actor) else claimed(claim, type(document))


def _owner(store: Store, to: str) -> Actor:
    """Who gets it."""
    me, name = store.actor, to.strip()
    if not name:
        said = _("Choose who gets it.")
        raise BadInput(said, field="to", problems=(Problem("to", said, MISSING),))
    owner = me if name in (me.user, me.name, str(me)) else store.person(name).actor
    if owner.user == me.user:
        raise Refused(_("It is yours already; hand it over to somebody else."), field="to")
    return owner
