"""Documents: what every engine does with them, by id and key, a page at a time."""

from typing import Any

import pytest

from store.engines.protocol import PAGE, Digest, Engine, Kept
from store.engines.sealing import canonical, sealed
from store.errors import StoreTrouble
from store.shopdb import ShopDB
from tests.engines.conftest import Open
from tests.engines.facts import KIND, break_off, kept, trouble_of, write


def test_a_document_is_found_by_its_id_and_by_its_key(engine: Engine, opened: Open) -> None:
    first, second = kept(1, "a", note="一"), kept(2, "b", note="二")
    write(engine, first, second)

    for each in (engine, opened()):
        assert each.document(KIND, 1) == first
        assert each.document_with(KIND, "b") == second
        assert list(each.documents(KIND)) == [first, second]
        assert each.count(KIND) == 2


def test_what_is_not_there_is_none(engine: Engine) -> None:
    for number in (2, 3):
        assert engine.document(KIND, 1) is None
        assert engine.document_with(KIND, "z") is None
        assert list(engine.documents("products")) == []
        assert (engine.count("products"), engine.next_id("products")) == (0, 1)
        assert engine.keys_from(KIND, "z") == []
        write(engine, kept(number, f"b{number}"))


def test_a_store_that_nobody_wrote_to_is_empty_and_is_not_made(engine: Engine) -> None:
    assert (engine.kinds(), engine.commits(), engine.changed()) == (set(), 0, False)
    assert list(engine.all_events()) == []
    engine.check()
    engine.rest()
    assert not engine.folder.exists()


def test_ids_are_given_for_each_kind_from_one(engine: Engine) -> None:
    assert (engine.next_id(KIND), engine.next_id(KIND)) == (1, 1)
    write(engine, kept(1, "a"), kept(7, "b"))
    assert (engine.next_id(KIND), engine.next_id("products")) == (8, 1)


def test_the_id_of_a_removed_document_is_not_given_again(engine: Engine, opened: Open) -> None:
    write(engine, kept(1, "a"), kept(2, "b"), kept(3, "c"))
    with engine.writing():
        engine.remove(KIND, [2, 3, 9])

    assert [one.id for one in opened().documents(KIND)] == [1]
    assert opened().next_id(KIND) == 4


def test_an_emptied_kind_counts_from_one_again_and_stays(engine: Engine) -> None:
    write(engine, kept(1), kept(2, "b"))
    with engine.writing():
        engine.empty(KIND)

    assert (engine.count(KIND), engine.next_id(KIND), engine.kinds()) == (0, 1, {KIND})


def test_a_dropped_kind_is_gone(engine: Engine, opened: Open) -> None:
    write(engine, kept(1))
    with engine.writing():
        engine.drop(KIND)
        engine.drop("unknown")

    assert (opened().kinds(), opened().count(KIND), opened().next_id(KIND)) == (set(), 0, 1)


def test_a_kind_may_be_had_empty(engine: Engine) -> None:
    write(engine, kept(3))
    with engine.writing():
        engine.found("notes")
        engine.found(KIND)

    assert engine.kinds() == {KIND, "notes"}
    assert (engine.next_id(KIND), engine.count("notes")) == (4, 0)


def test_a_document_of_another_version_is_not_replaced(engine: Engine) -> None:
    write(engine, kept(1, "a", 3))
    with engine.writing():
        for version in (0, 1, 2, 4):
            assert not engine.replace(KIND, kept(1, "a", 5, note="late"), version)
        assert not engine.replace(KIND, kept(2, "a", 4), 3)
        assert not engine.replace("products", kept(1, "a", 4), 3)

    assert list(engine.documents(KIND)) == [kept(1, "a", 3)]
    write(engine, kept(1, "a", 4, note="new"))
    assert engine.document(KIND, 1) == kept(1, "a", 4, note="new")


def test_documents_are_put_if_each_has_the_version_before(engine: Engine) -> None:
    write(engine, kept(4, "a", 3), kept(5, "b", 2))
    new = [kept(4, "a", 4, note="new"), kept(5, "b", 3)]
    with engine.writing():
        engine.put_all(KIND, new)

    assert list(engine.documents(KIND)) == new
    assert engine.places(KIND, ["b", "none", "a"]) == {"a": (4, 4), "b": (5, 3)}


@pytest.mark.parametrize(
    ("kind", "late"),
    [(KIND, kept(4, "a", 3)), (KIND, kept(4, "a", 5)), (KIND, kept(9, "z", 2)), ("notes", kept(4))],
    ids=["the same version", "a later one", "none of this id", "none of this kind"],
)
@pytest.mark.parametrize("more", [True, False], ids=["something is read then", "nothing is read"])
def test_a_document_of_another_version_undoes_the_change_that_puts_it(
    engine: Engine, kind: str, late: Kept, more: bool
) -> None:
    write(engine, kept(4, "a", 3), kept(5, "b", 3))

    def put() -> None:
        with engine.writing():
            engine.put_all(KIND, [kept(5, "b", 4)])
            engine.put_all(kind, [late])
            if more:
                engine.count(KIND)

    found = trouble_of(put)
    said = "Somebody else changed the same at the same moment; nothing was written."
    assert (found.code, found.sentence) == ("again", said)
    assert list(engine.documents(KIND)) == [kept(4, "a", 3), kept(5, "b", 3)]
    assert engine.commits() == 1


def test_the_head_of_a_document_is_read_by_its_key(engine: Engine) -> None:
    write(engine, kept(1, "a"), kept(2, "b")._replace(head="x"))
    assert [engine.head_of(KIND, key) for key in "abz"] == ["", "x", None]


def add_both(engine: Engine, first: Kept, second: Kept) -> None:
    with engine.writing():
        engine.add(KIND, first)
        engine.add(KIND, second)


@pytest.mark.parametrize("taken", [kept(1, "other"), kept(2, "a")], ids=["id", "key"])
def test_an_id_and_a_key_are_taken_once(engine: Engine, taken: Kept) -> None:
    write(engine, kept(1, "a"))
    with pytest.raises(StoreTrouble, match=r"nothing was changed\. Try again\.$"):
        add_both(engine, kept(5, "e"), taken)

    assert list(engine.documents(KIND)) == [kept(1, "a")]


def test_documents_without_a_key_are_as_many_as_there_are(engine: Engine) -> None:
    write(engine, kept(1, None), kept(2, None))
    assert [one.key for one in engine.documents(KIND)] == [None, None]


def test_the_same_id_and_key_may_stand_in_two_kinds(engine: Engine) -> None:
    write(engine, kept(1, "a"))
    product = sealed("products", kept(1, "a", note="rice"))
    with engine.writing():
        engine.add("products", product)

    assert engine.document_with(KIND, "a") == kept(1, "a")
    assert engine.document_with("products", "a") == product


def test_keys_come_in_order_from_a_text_on(engine: Engine) -> None:
    keys = ["b:1", "a:1", "a:2", "c", "ä"]
    write(engine, *(kept(number, key) for number, key in enumerate(keys, 1)))

    assert engine.keys_from(KIND, "") == ["a:1"]
    assert engine.keys_from(KIND, "a:2") == ["a:2"]
    assert engine.keys_from(KIND, "b;") == ["c"]
    assert engine.keys_from(KIND, "z") == ["ä"]


def test_documents_are_read_by_id_a_page_at_a_time(engine: Engine, opened: Open) -> None:
    numbers = [-3, *range(1, 2 * PAGE + 2)]
    write(engine, *(kept(number, None) for number in reversed(numbers)))
    assert [one.id for one in engine.documents(KIND)] == numbers

    reading = engine.documents(KIND)
    assert next(reading).id == -3
    other = opened()
    with other.writing():
        other.empty(KIND)
    # What was not read yet is read as it is now: nothing was held for whoever reads slowly.
    assert len(list(reading)) == PAGE - 1


@pytest.mark.parametrize(
    "body",
    [{}, {"": [None, True, -0.5, 2**80]}, {"a": "\0\n\r\u2028\x7f😀"}, {"b": "米" * 300_000}],
    ids=["empty", "numbers", "strange signs", "long"],
)
def test_a_body_comes_back_sign_for_sign(engine: Engine, opened: Open, body: Any) -> None:
    write(engine, kept(1, "a", **body))
    found = opened().document(KIND, 1)
    assert found == kept(1, "a", **body)
    assert found.body == canonical(body)


PARTS: dict[str, Any] = {"key": "b", "version": 2, "head": "x", "body": '{"n":2}', "crc": 5}


@pytest.mark.parametrize("part", PARTS)
def test_a_document_that_is_not_what_was_sealed_is_named(engine: Engine, part: str) -> None:
    damaged = kept(1, "a", n=1)._replace(**{part: PARTS[part]})
    with engine.writing():
        engine.add(KIND, damaged)

    key = damaged.key
    sentence = f"orders/{key} is damaged in the store; restore a backup into a new folder."
    table = ShopDB(engine=engine).kind(KIND)
    for read in (
        lambda: table.get_key(str(key)),
        lambda: table.get_id(1),
        lambda: table.get(doc_id=1),
        table.all,
        lambda: list(table.kept()),
        ShopDB(engine=engine).storage.read,
    ):
        with pytest.raises(StoreTrouble) as caught:
            read()
        assert (caught.value.sentence, caught.value.code) == (sentence, "damaged")


def test_a_document_under_the_name_of_another_kind_is_named(engine: Engine) -> None:
    with engine.writing():
        engine.add("notes", kept(1, None))
    with pytest.raises(StoreTrouble, match=r"^notes/1 is damaged in the store"):
        ShopDB(engine=engine).table("notes").all()


# Many at once


def test_many_documents_are_added_and_found_by_their_keys(engine: Engine) -> None:
    with engine.writing():
        engine.add_all(KIND, [kept(number, key) for number, key in enumerate("abc", 1)])
        engine.add_all(KIND, [])

    found = engine.documents_with(KIND, ["c", "a", "none"])
    assert {key: one.id for key, one in found.items()} == {"a": 1, "c": 3}
    assert engine.versions(KIND, ["b", "none"]) == {"b": (1, "")}
    assert engine.documents_with("products", ["a"]) == {}
    assert engine.next_id(KIND) == 4


def test_documents_are_found_by_what_their_keys_begin_with(engine: Engine) -> None:
    keys = ("a:1", "a:1:x", "a:1:y", "a:10:x", "a:2:x", "b:1:x")
    with engine.writing():
        engine.add_all(KIND, [kept(number, key) for number, key in enumerate(keys, 1)])

    assert [one.key for one in engine.documents_under(KIND, ["a:1", "b:1", "c"])] == [
        "a:1:x",
        "a:1:y",
        "b:1:x",
    ]
    assert engine.documents_under("products", ["a:1"]) == []


def test_a_digest_is_of_one_version_of_a_document(engine: Engine) -> None:
    with engine.writing():
        engine.add_all(KIND, [kept(1, "a"), kept(2, "b")])
        engine.put_digests(KIND, [Digest(1, "order", 1, b"x"), Digest(1, "case", 1, b"y")])

    assert engine.digests(KIND, ["a", "b", "none"]) == {"a": {"order": b"x", "case": b"y"}, "b": {}}

    with engine.writing():
        engine.put_all(KIND, [kept(1, "a", 2)])
        engine.put_digests(KIND, [Digest(1, "order", 2, b"z")])

    assert engine.digests(KIND, ["a"]) == {"a": {"order": b"z"}}


@pytest.mark.parametrize("gone", ["remove", "empty", "drop"])
def test_a_digest_goes_with_its_document(engine: Engine, gone: str) -> None:
    with engine.writing():
        engine.add_all(KIND, [kept(1, "a")])
        engine.put_digests(KIND, [Digest(1, "order", 1, b"x")])
    with engine.writing():
        getattr(engine, gone)(KIND, *([[1]] if gone == "remove" else []))
        engine.add_all(KIND, [kept(1, "b")])

    assert engine.digests(KIND, ["b"]) == {"b": {}}


def test_a_digest_of_a_change_that_was_broken_off_is_none(engine: Engine) -> None:
    with engine.writing():
        engine.add_all(KIND, [kept(1, "a")])
    break_off(engine, lambda: engine.put_digests(KIND, [Digest(1, "order", 1, b"x")]))

    assert engine.digests(KIND, ["a"]) == {"a": {}}


def test_what_commits_leave_to_be_done_may_be_done_at_any_time(engine: Engine) -> None:
    engine.write_back()
    write(engine, kept())
    engine.write_back()

    assert engine.document(KIND, 1) == kept()
