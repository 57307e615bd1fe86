"""Behind a key that was refused: what becomes of the next one, by what was typed since."""

import pytest
from textual.events import Key

from tests.build import ORDER_NO, TRACKING_NO
from tui.keyboard.behind_refused import State, Typed, Verdict, is_written, step, step_pasted

FREE, READING, TEXT, PASTED, MOVED, ACTED = State
TAKE, DROP, WAIT = Verdict
MOVES = ("j", "k", "down")


def typed(keys: str) -> Typed:
    """What matters of the last of these keys."""
    before, _blank, key = keys.rpartition(" ")
    event = Key(key, key if len(key) == 1 else None)
    return Typed(key in MOVES, is_written(event), is_again=before == key, opens_other=key == "/")


@pytest.mark.parametrize(
    ("state", "keys", "pause", "then", "verdict"),
    [
        (READING, "x", 0.03, TEXT, DROP),
        (READING, "x", 0.4, TEXT, DROP),
        (READING, "enter", 0.4, TEXT, DROP),
        (READING, "x", 0.55, ACTED, WAIT),
        (READING, "x", 2.5, ACTED, WAIT),
        (READING, "x", 3.0, FREE, WAIT),
        (READING, "escape", 0.03, TEXT, DROP),
        (READING, "escape", 0.2, FREE, WAIT),
        (READING, "j", 0.03, TEXT, DROP),
        (READING, "j", 0.2, MOVED, WAIT),
        (READING, "j j", 0.2, MOVED, WAIT),
        (READING, "j", 0.6, FREE, WAIT),
        (READING, "down", 0.2, FREE, WAIT),
        (MOVED, "j j", 0.03, FREE, TAKE),
        (MOVED, "j j", 0.3, FREE, TAKE),
        (MOVED, "j k", 0.03, TEXT, DROP),
        (MOVED, "j k", 0.3, MOVED, WAIT),
        (MOVED, "j x", 0.2, TEXT, DROP),
        (MOVED, "j x", 0.55, ACTED, WAIT),
        (ACTED, "x", 0.03, ACTED, TAKE),
        (ACTED, "x", 0.15, ACTED, TAKE),
        (ACTED, "x", 0.55, ACTED, WAIT),
        (ACTED, "x", 3.0, FREE, WAIT),
        (ACTED, "escape", 0.03, ACTED, TAKE),
        (ACTED, "escape", 0.2, FREE, WAIT),
        (ACTED, "j", 0.03, TEXT, DROP),
        (ACTED, "j", 0.2, MOVED, WAIT),
        (TEXT, "x", 0.4, TEXT, DROP),
        (TEXT, "j", 0.4, TEXT, DROP),
        (TEXT, "j j", 0.4, TEXT, DROP),
        (TEXT, "x", 0.55, ACTED, WAIT),
        (TEXT, "j", 0.55, ACTED, WAIT),
        (TEXT, "x", 3.0, FREE, WAIT),
        (PASTED, "x", 0.03, PASTED, DROP),
        (PASTED, "x", 0.9, PASTED, DROP),
        (PASTED, "enter", 2.5, PASTED, DROP),
        (PASTED, "x", 3.0, FREE, WAIT),
        (PASTED, "escape", 0.03, PASTED, DROP),
        (PASTED, "escape", 0.2, FREE, WAIT),
        (PASTED, "j", 0.2, PASTED, DROP),
        (PASTED, "j", 0.55, FREE, WAIT),
        (PASTED, "down", 0.2, FREE, WAIT),
        (PASTED, "/", 0.2, PASTED, DROP),
        (PASTED, "/", 0.55, FREE, WAIT),
        (FREE, "x", 0.01, FREE, TAKE),
        (FREE, "j j", 0.01, FREE, TAKE),
    ],
)
def test_what_becomes_of_a_key(
    state: State, keys: str, pause: float, then: State, verdict: Verdict
) -> None:
    assert step(state, typed(keys), pause) == (then, verdict)


@pytest.mark.parametrize(
    ("text", "pause", "then", "verdict"),
    [
        (TRACKING_NO, 0.4, PASTED, DROP),
        (TRACKING_NO, 0.55, READING, TAKE),
        (ORDER_NO, 0.03, READING, TAKE),
        (ORDER_NO, 0.55, READING, TAKE),
    ],
)
def test_what_becomes_of_a_paste(text: str, pause: float, then: State, verdict: Verdict) -> None:
    assert step_pasted(text, pause) == (then, verdict)
