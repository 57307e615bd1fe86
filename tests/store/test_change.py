"""A change: judged and applied once under the lock, whatever files belong to it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from store.change import TRIES
from store.engines.protocol import KeptEvent
from store.errors import Refused, TryAgain
from store.files.action_files import ActionFiles
from store.models.order import Order
from store.repository import Repository
from store.rules.action.base import Action, Outcome, Pack
from store.rules.action.context import Context
from store.rules.cases.actions.attach_evidence import AttachEvidence
from store.rules.cases.actions.evidence_pack import EvidencePack
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.actions.note import Note
from tests.build import keep, order, told

Values = dict[str, str]


@pytest.fixture
def kept(repository: Repository) -> Repository:
    """A store with one order."""
    keep(repository, order())
    return repository


@pytest.fixture(params=["a note", "a file given", "a pack made"])
def asked(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[type[Action[Any]], Values]:
    """An action with its values: without files, with one given, with one to be made."""
    picture = tmp_path / "外箱.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and more")
    known: dict[str, tuple[type[Action[Any]], Values]] = {
        "a note": (Note, {"text": "客户要求晚点送"}),
        "a file given": (AttachEvidence, {"file": str(picture)}),
        "a pack made": (EvidencePack, {"to": str(tmp_path / "证据.zip")}),
    }
    return known[request.param]


def test_an_action_is_applied_once_and_under_the_lock(
    kept: Repository, asked: tuple[type[Action[Any]], Values], monkeypatch: pytest.MonkeyPatch
) -> None:
    action, values = asked
    under_the_lock: list[bool] = []
    apply = action.apply

    def counted(self: Action[Any], subject: Order, context: Context) -> Outcome:
        under_the_lock.append(kept.engine.is_writing)
        return apply(self, subject, context)

    monkeypatch.setattr(action, "apply", counted)
    kept.run(action, kept.order(order().key), values)

    assert under_the_lock == [True]


def test_a_form_asks_why_not_once_and_applies_nothing(
    kept: Repository, asked: tuple[type[Action[Any]], Values], monkeypatch: pytest.MonkeyPatch
) -> None:
    action, values = asked
    done: list[str] = []

    def why_not(_subject: Order, _context: Context) -> None:
        done.append("why_not")

    def apply(_self: Action[Any], _subject: Order, _context: Context) -> Outcome:
        done.append("apply")
        return Outcome(())

    monkeypatch.setattr(action, "why_not", why_not)
    monkeypatch.setattr(action, "apply", apply)
    kept.check(action, kept.order(order().key), values)

    assert done == ["why_not"]


def test_a_pack_tells_of_the_order_that_its_event_follows(
    kept: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = ActionFiles.write
    written: list[int] = []

    def overtaken(files: ActionFiles, pack: Pack, subject: Order, *rest: Any) -> None:
        write(files, pack, subject, *rest)
        written.append(subject.version)
        if len(written) == 1:
            said = {"channel": "phone", "direction": "in", "text": "箱子是湿的"}
            kept.run(LogContact, kept.order(subject.key), said)

    monkeypatch.setattr(ActionFiles, "write", overtaken)
    kept.run(EvidencePack, kept.order(order().key), {"to": str(tmp_path / "证据")})

    assert written == [1, 2]
    assert "箱子是湿的" in (tmp_path / "证据" / "chat.csv").read_text("utf-8-sig")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["store", "证据"]


def test_what_is_refused_under_the_lock_leaves_no_pack(
    kept: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def why_not(_subject: Order, _context: Context) -> str | None:
        return "A colleague was quicker." if kept.engine.is_writing else None

    monkeypatch.setattr(EvidencePack, "why_not", why_not)
    before = told(kept)
    with pytest.raises(Refused, match=r"^A colleague was quicker\.$"):
        kept.run(EvidencePack, kept.order(order().key), {"to": str(tmp_path / "p.zip")})

    assert [file.name for file in tmp_path.iterdir()] == ["store"]
    assert told(kept) == before


def let_go(kept: Repository, monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """So many changes are let go for another one at their end; the versions they were judged on."""
    real, judged = kept.engine.add_events, list[int]()

    def add_events(events: Sequence[KeptEvent]) -> None:
        judged.append(kept.order(order().key).version)
        if len(judged) <= times:
            raise TryAgain("Somebody else changed the same at the same moment.")
        real(events)

    monkeypatch.setattr(kept.engine, "add_events", add_events)
    return judged


def test_a_change_that_was_let_go_for_another_is_judged_anew(
    kept: Repository, asked: tuple[type[Action[Any]], Values], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = let_go(kept, monkeypatch, TRIES - 1)
    kept.run(asked[0], kept.order(order().key), asked[1], key="k")
    assert len(judged) == TRIES
    assert told(kept) == 1


def test_a_change_that_is_let_go_again_and_again_is_given_up_and_says_so(
    kept: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go(kept, monkeypatch, TRIES)
    with pytest.raises(TryAgain, match="Somebody else changed the same"):
        kept.run(Note, kept.order(order().key), {"text": "x"})
    assert told(kept) == 0
