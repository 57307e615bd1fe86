"""How review and data look, in both languages and at three sizes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.repository import Repository
from tests.tui.driver import NARROW, WIDE
from tests.tui.panels_shop import read
from tests.tui.test_snapshots import Look, baseline, still
from tui.actions import KEYS
from tui.app import DeskApp
from tui.drafts import Drafts
from tui.language import use_language
from tui.opening import Opening

__all__ = ["baseline"]
LOOKS = [
    Look(place, language, size)
    for place in ("review", "data")
    for language in ("en", "zh")
    for size in ((150, 38), WIDE, NARROW)
]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_looks_as_it_did(
    look: Look, filled_shop: Repository, drafts: Path, snap_compare: Callable[..., bool]
) -> None:
    use_language(look.language)
    app = DeskApp(Opening.done(filled_shop), KEYS, Drafts(drafts), place=look.name)
    try:
        assert snap_compare(app, terminal_size=look.size, run_before=still(app, read))
    finally:
        app.close()
