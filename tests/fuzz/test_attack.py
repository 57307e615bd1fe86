"""Hostile files and queries end with a sentence; `tests.fuzz.attack` has the long form."""

from random import Random

from tests.fuzz.attack import attack
from tests.fuzz.inputs import file_of, query_of


def test_no_hostile_input_ends_in_a_traceback_a_long_wait_or_another_exit_status() -> None:
    found = attack(range(120), seed=20261126)
    assert found.faults == []
    assert {"import 0", "import 2", "import 7", "list 0", "list 2"} == set(found.statuses)


def test_the_same_seed_makes_the_same_input_again() -> None:
    assert file_of(Random("1:7")) == file_of(Random("1:7"))
    assert query_of(Random("1:7")) == query_of(Random("1:7"))
