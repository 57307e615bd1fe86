"""Shares: together they are all of the tests, and none is gone through twice."""

from pathlib import Path

import pytest

from tests import shares
from tests.shares import LIGHT, PROPERTIES, TESTS, Scales, dealt, draws, others_than, weighed

FILES = frozenset(TESTS.rglob("test_*.py"))


@pytest.mark.parametrize("many", [1, 2, 3, 7])
def test_each_file_is_of_one_share(many: int) -> None:
    shares = [FILES - others_than(f"{one}/{many}") for one in range(1, many + 1)]

    assert frozenset().union(*shares) == FILES
    assert sum(map(len, shares)) == len(FILES)


@pytest.mark.parametrize("many", [2, 3, 7])
def test_all_shares_weigh_the_same(many: int) -> None:
    known = weighed()
    loads = [sum(known.get(file, LIGHT) for file in one) for one in dealt(FILES, many)]

    assert max(loads) - min(loads) < 1


def test_each_share_has_its_part_of_what_waits_for_terminals() -> None:
    terminal = {file for file in FILES if file.parent.name == "terminal"}
    loads = [sum(weighed().get(file, LIGHT) for file in one & terminal) for one in dealt(FILES, 3)]

    assert max(loads) < 2 * min(loads)


def test_properties_are_tried_in_one_share() -> None:
    properties = {file for file in FILES if PROPERTIES.search(file.read_text("utf-8"))}

    assert len(properties) > 1
    assert properties <= dealt(FILES, 3)[0]


def test_all_pictures_are_looked_at_in_one_share() -> None:
    drawing = frozenset(filter(draws, FILES))

    assert len(drawing) > 1
    assert [drawing & others_than(f"{one}/3") for one in (1, 2, 3)] == [drawing, drawing, set()]


@pytest.mark.parametrize("share", ["0/3", "4/3", "-1/3", "1", "of/3"])
def test_a_share_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(ValueError, match=f"there is no share {share}"):
        others_than(share)


def test_scales_note_what_is_heavy_and_leave_the_rest_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    notes = tmp_path / "weights.tsv"
    notes.write_text("test_shares.py\t9.0\ntest_shape.py\t3.2\nno_more.py\t5.0\n")
    monkeypatch.setattr(shares, "WEIGHTS", notes)
    scales = Scales()
    before, after = 1.0, 3.5
    monkeypatch.setattr(shares, "monotonic", iter((before, after)).__next__)

    test = scales.pytest_runtest_protocol(request.node)
    next(test)
    with pytest.raises(StopIteration):
        next(test)
    scales.pytest_sessionfinish()

    assert notes.read_text() == "test_shape.py\t3.2\ntest_shares.py\t2.5\n"
