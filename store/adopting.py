"""Adopting (采用规则): a shop's own rules come into force, and what they move is listed."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.errors import Refused
from store.files.durable import holding, put
from store.files.paths import content_of
from store.files.sharing import create
from store.files.trouble import as_unwritten
from store.models.adopted_policy import OWN, AdoptedPolicy, Adoption
from store.models.moved_deadline import MovedDeadline
from store.models.order import Order
from store.policy.shop import MOST_BYTES, own_rows
from store.reading.moved_clocks import Difference, difference, first_due
from store.rules.timing.policy import Policy
from store.upkeep.renewal import AT_ONCE, renewing
from store.upkeep.staleness import stale
from store.words import _, listed
from store.words.labels import label

ACTION = "adopt-policy"


def adopt(repository: Store, file: Path, *, replaces: bool = False) -> list[MovedDeadline]:
    """Make the rules of a file the shop's own, and the rows of the orders that they are about.

    It takes the place of the file before: where that says something of which this one is silent,
    it is refused unless it `replaces` it. One event on the shop's rules tells of it, with how many
    deadlines of each kind move; the rows are made anew afterwards, in batches. Raises BadInput,
    naming file, row and field, for a file that cannot be understood.
    """
    content, policy = policy_with(repository, file)
    gone = () if replaces else dropped(repository.policy, policy)
    if gone:
        said = _(
            "{file} takes the place of the shop's own rules, and of these it says nothing:"
            " {rules}. Put them into it too (the rules in force are in {kept}), or let them go"
            " with --replace."
        )
        kept = repository.shop_policy.path.name
        names = said.format(file=file.name, rules=listed(gone), kept=kept)
        raise Refused(names, code="drops_rules")
    moved = [one for each in differences(repository, policy) for one in each.moved]
    moved.sort(key=first_due)
    path = repository.shop_policy.path
    with _put_back_on_failure(path, content) as put_in_force, repository.writing() as writing:
        digest = hashlib.sha256(content).hexdigest()
        known = repository.get(AdoptedPolicy, OWN) or AdoptedPolicy()
        adoption = Adoption(
            at=repository.now,
            by=str(repository.actor),
            file=file.name,
            sha256=digest,
            text=content.decode(),
        )
        writing.save([known.model_copy(update={"adoptions": (*known.adoptions, adoption)})])
        counts = Counter(one.kind for one in moved)
        told = {kind: str(count) for kind, count in sorted(counts.items())}
        writing.event(known, ACTION, {"file": file.name, "sha256": digest, **told})
        # Last of all: what is committed is worked out by the rules that then stand here.
        put_in_force()
    for _count in renewing(repository):
        pass
    return moved


def policy_with(repository: Store, file: Path) -> tuple[bytes, Policy]:
    """What a file holds, and the rules as they would be with it as the shop's own."""
    content = content_of(file, MOST_BYTES)
    return content, repository.policy.with_own(own_rows(content, str(file)))


def dropped(before: Policy, after: Policy) -> tuple[str, ...]:
    """What the shop's own rules say something of, and the ones after nothing, by name.

    Another value, day or tier of a rule, another window of a relief, another list of causes is
    said anew, not dropped.
    """
    still = _said_of(after)
    return tuple(name for about, name in _said_of(before).items() if about not in still)


def _said_of(policy: Policy) -> dict[tuple[str, ...], str]:
    rules = ((one.platform, one.name) for one in policy.rules if one.own)
    said = {("rule", *one): f"{label(one[0])} {one[1]}" for one in rules}
    windows = ((one.platform, one.name) for one in policy.reliefs)
    said |= {("relief", *one): f"{label(one[0])} {one[1]}" for one in windows}
    senders = ((one.platform, one.shop) for one in policy.senders)
    # Without a name it is every shop of the platform.
    said |= {
        ("sender", *one): " ".join(filter(None, (label(one[0]), _("sender"), one[1])))
        for one in senders
    }
    return said | ({("causes",): _("the list of causes")} if policy.causes else {})


def differences(repository: Store, policy: Policy) -> Iterator[Difference]:
    """What differs under these rules, of every order that rules have a say in."""
    table = repository.db.kind(KINDS[Order])
    for kind, ids in stale(repository, policy, AT_ONCE):
        for number in ids if kind == table.name else ():
            kept = table.get_id(number)
            if kept is not None:
                order = decode(Order, kept)
                yield difference(order, repository.policy, policy)


@contextmanager
def _put_back_on_failure(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """What puts the shop's file in place, under the lock; it is as it was when the commit fails.

    When the machine stops between the two, adopting the file once more finishes what was begun.
    """
    before: list[bytes | None] = []

    def put() -> None:
        before.append(_there(path))
        _write(path, content)

    try:
        yield put
    except BaseException:
        # The lock is free again: what somebody else has adopted since stays.
        if before and _there(path) == content:
            if before[0] is None:
                path.unlink()
            else:
                _write(path, before[0])
        raise


def _there(path: Path) -> bytes | None:
    return content_of(path, MOST_BYTES, follows=False) if os.path.lexists(path) else None


def _write(path: Path, content: bytes) -> None:
    with as_unwritten(path):
        put(path, holding(content), create)
