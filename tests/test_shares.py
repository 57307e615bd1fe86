"""Shares: together they are all of the tests, and none is gone through twice."""

from itertools import pairwise

import pytest

from tests.shares import TESTS, draws, others_than

FILES = frozenset(TESTS.rglob("test_*.py"))


@pytest.mark.parametrize("many", [1, 2, 3, 7])
def test_each_file_is_of_one_share(many: int) -> None:
    shares = [FILES - others_than(f"{one}/{many}") for one in range(1, many + 1)]

    assert frozenset().union(*shares) == FILES
    assert sum(map(len, shares)) == len(FILES)


def test_each_share_has_as_many_of_a_folder() -> None:
    rules = TESTS / "rules"
    many = [sum(one.parent == rules for one in others_than(f"{n}/3")) for n in (1, 2, 3)]

    assert all(abs(one - other) <= 1 for one, other in pairwise(sorted(many)))


def test_all_pictures_are_looked_at_in_one_share() -> None:
    drawing = frozenset(filter(draws, FILES))

    assert len(drawing) > 1
    assert [drawing & others_than(f"{one}/3") for one in (1, 2, 3)] == [drawing, drawing, set()]


@pytest.mark.parametrize("share", ["0/3", "4/3", "-1/3", "1", "of/3"])
def test_a_share_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(ValueError, match=f"there is no share {share}"):
        others_than(share)
