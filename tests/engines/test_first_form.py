"""Bodies of the first form, kept as they were written: every later program reads them the same.

A stored field's default never changes its value or meaning, because bodies leave defaults out. Who
needs another default gives it a new name; nobody changes `first_form.json`, nor
`first_form_read.json`, which has every value as it was read then.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from store import kinds
from store.documents.kinds import KINDS, MODELS, encode
from store.policy import load_policy
from store.repository import Repository, open_store
from store.upkeep.restoring import restore
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW

FILE = Path(__file__).with_name("first_form.json")
READ = json.loads(FILE.with_name("first_form_read.json").read_text("utf-8"))
TABLES: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))


@pytest.fixture
def restored(quick: Path) -> Repository:
    """A store of these bodies."""
    restore(FILE, quick / "store", ACTOR)
    return open_store(str(quick / "store"), ACTOR, lambda: NOW)


def test_there_is_a_body_of_every_kind() -> None:
    assert TABLES.keys() >= kinds.ALL


def test_every_body_is_read_and_written_as_it_was(restored: Repository) -> None:
    for model, kind in KINDS.items():
        bodies = TABLES[kind]
        documents = list(restored.all(model))
        assert len(documents) == len(bodies)
        for document, body in zip(documents, bodies.values(), strict=True):
            assert json.loads(encode(document, load_policy()).body) == body


def test_ids_versions_hashes_and_histories_are_what_they_were(restored: Repository) -> None:
    for said in TABLES["_documents"].values():
        kept = restored.engine.document(said["kind"], said["id"])
        assert kept is not None
        assert (kept.key, kept.version, kept.head) == (said["key"], said["version"], said["head"])
        assert kept.crc == said["crc"]
    told = [event._asdict() for event in restored.engine.all_events()]
    assert told == list(TABLES["_events"].values())
    verify(restored, full=True)


def same(found: Any, was: Any, where: str) -> None:
    """What was read then is read now; later fields may have come."""
    if isinstance(was, dict):
        for name, part in was.items():
            assert name in found, f"{where}.{name} is not read any more"
            same(found[name], part, f"{where}.{name}")
    elif isinstance(was, list):
        assert len(found) == len(was), where
        for number, (part, before) in enumerate(zip(found, was, strict=True)):
            same(part, before, f"{where}[{number}]")
    else:
        assert found == was, f"{where} was {was!r} and is {found!r}"


def test_what_was_left_out_means_what_it_meant() -> None:
    for kind, documents in READ.items():
        for number, was in documents.items():
            found = MODELS[kind].model_validate(TABLES[kind][number])
            same(found.model_dump(mode="json"), was, f"{kind}/{number}")


@pytest.mark.parametrize("changed", [{"a": {"b": [1, 3]}}, {"a": {"b": [1]}}, {"a": {}}])
def test_a_default_that_changed_is_found(changed: Any) -> None:
    same({"a": {"b": [1, 2], "later": 1}}, {"a": {"b": [1, 2]}}, "x")
    with pytest.raises(AssertionError):
        same(changed, {"a": {"b": [1, 2]}}, "x")
