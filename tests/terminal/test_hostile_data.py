"""Data that attacks the terminal is shown, and nothing of it is obeyed."""

import re
from functools import cache

import pytest

from tests.terminal import demo
from tests.terminal.hostile import ASKED, CONTROL, listed_sequences, unlisted_sequences
from tests.terminal.loaded_desk import LoadedDesk

# BEL, BS, VT, FF and CR are the five that Textual itself takes out.
TAKEN_OUT = {"bell and backspaces", "line ends", "lone surrogate and fillers"}

ATTACKS = (
    *(b"\x1b[31;5m", b"\x1b]2;", b"\x1b]52;", b"\x1b[6n", b"\x1bc", b"\x00", b"\x7f"),
    *map(str.encode, ("\x9b31m", "\x0e", "\u202e", "\u2066", "\u200b", "\u2028", "\U000e0041")),
    "\u3164".encode(),
)


@cache
def shown(how: str, *env: tuple[str, str | None]) -> bytes:
    """Everything a desk writes that shows the whole corpus in every kind of widget."""
    words = ["corpus", how]
    with LoadedDesk(words, columns=200, rows=200, env=dict(env), program=demo.main) as desk:
        desk.wait_until(lambda _: ASKED in desk.raw, what="question for the cursor")
        desk.is_watched = False
        desk.wait_until(lambda _: b"corpus shown" in desk.raw, what="corpus")
        desk.settle()
        desk.press("f2")
        desk.settle()
        desk.press("tab", "down", "down", "end", "tab", "end", "tab", "end", "tab", "end")
        desk.settle()
        desk.terminate()
        assert desk.exit_status() == 143, desk.text()
        return bytes(desk.raw)


@pytest.mark.parametrize("how", ["harmless", "safe", "netted"])
def test_nothing_of_the_corpus_reaches_the_terminal(how: str) -> None:
    assert unlisted_sequences(shown(how)) == []


def test_hostile_data_causes_no_kind_of_sequence_that_harmless_data_does_not() -> None:
    assert listed_sequences(shown("safe")) <= listed_sequences(shown("harmless"))


def test_the_search_finds_every_attack_once_nothing_holds_it_back() -> None:
    found = b"".join(unlisted_sequences(shown("raw")))
    assert [attack for attack in ATTACKS if attack not in found] == []


@pytest.mark.parametrize("name", sorted(set(CONTROL) - TAKEN_OUT))
def test_the_search_knows_each_attack_alone(name: str) -> None:
    text = CONTROL[name].encode()
    assert unlisted_sequences(b"\x1b[1;1H\x1b[38;2;1;2;3;48;2;0;0;0m" + text + b"\x1b[0m\r\n")


def test_one_byte_controls_are_found_even_where_they_are_no_utf8() -> None:
    assert unlisted_sequences(b"A\x9b31mB") == ["\x9b31m".encode()]


@pytest.mark.parametrize(
    ("env", "absent"),
    [
        ({"TERM": "linux", "COLORTERM": None}, b";2;"),
        ({"TERM": "xterm-256color", "COLORTERM": None}, b"38;2;"),
    ],
)
def test_a_poor_terminal_gets_only_the_colours_it_has(
    env: dict[str, str | None], absent: bytes
) -> None:
    raw = shown("safe", *env.items())
    assert unlisted_sequences(raw) == []
    assert absent not in raw


def test_no_color_gives_no_colour_and_nothing_that_is_dimmer_than_text() -> None:
    raw = shown("safe", ("NO_COLOR", "1"))
    told = b";".join(re.findall(rb"\x1b\[([0-9;]*)m", raw))
    codes = {int(code) for code in told.split(b";") if code}

    assert codes & {1, 7}
    assert codes <= {0, 1, 3, 4, 7, 9}
