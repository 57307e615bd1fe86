"""What the documents name is there: commands and their options, actions, keys, files, modules."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import pytest

from store.errors import BadInput
from store.models.discrepancy import DiscrepancyKind
from store.rules.action.catalogue import all_actions
from tui.actions import KEYS
from tui.cli import COMMANDS, _global_options, _parser

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("store/", "tui/", "tests/", "docs/", ".ci/")
VERBS = {action.name.partition("-")[0] for action in all_actions().values() if "-" in action.name}
NOT_ACTIONS = {
    # Words of the search, commands, platform tasks and options that look like an action's name.
    *("to-ship", "after-sales", "stock-out", "batch-ship", "tell-the-buyer"),
}

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def quoted(text: str) -> list[str]:
    """What stands in backquotes."""
    return re.findall(r"`([^`\n]+)`", text)


def program_lines(text: str) -> list[str]:
    """Lines of examples that call the program, without their remarks."""
    indented = re.findall(r"^ {4}((?:shouhou|\.venv/bin/shouhou)(?: .*)?)$", text, re.MULTILINE)
    return [re.split(r" {2,}", line)[0] for line in indented]


@each_document
def test_every_command_that_is_shown_can_be_given(document: Path) -> None:
    text = document.read_text("utf-8")
    mentioned = re.findall(r"`shouhou ([a-z]+)", text)

    assert set(mentioned) <= COMMANDS.keys()
    for line in program_lines(text):
        _options, words = _global_options().parse_known_args(shlex.split(line)[1:])
        if not words:
            continue
        _module, parser = _parser(words)
        parser.parse_args(words)  # raises BadInput for a command or an option that there is none of


@each_document
def test_every_action_that_is_done_in_an_example_is_one(document: Path) -> None:
    done = re.findall(r"shouhou do ([a-z-]+)", document.read_text("utf-8"))

    assert set(done) <= all_actions().keys()


@each_document
def test_every_name_that_reads_like_an_action_is_one(document: Path) -> None:
    words = {word for word in quoted(document.read_text("utf-8")) if re.fullmatch(r"[a-z-]+", word)}
    like = {word for word in words if "-" in word and word.partition("-")[0] in VERBS}
    tasks = {kind for action in all_actions().values() for kind in (t.kind for t in action.tells)}

    assert like - all_actions().keys() - tasks - NOT_ACTIONS == set()


@each_document
def test_every_file_and_module_that_is_named_is_there(document: Path) -> None:
    text = document.read_text("utf-8")
    named = {name for name in quoted(text) if name.startswith(FOLDERS) and " " not in name}
    modules = set(re.findall(r"python -m ((?:tests|store|tui)[\w.]*)", text))
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)

    missing = [name for name in sorted(named) if "<" not in name and not list(ROOT.glob(name))]
    assert missing == []
    assert [module for module in sorted(modules) if find_spec(module) is None] == []
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_key_of_the_first_five_minutes_is_in_the_key_table() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.partition("## The first five minutes")[2].partition("\n\n##")[0]
    rows = re.findall(r"^\| ((?:`[^`]+`,? ?)+)\|", table, re.MULTILINE)
    known = {shown for key in KEYS for shown in (key.shown, *key.keys.split(","))} | {"ctrl+s"}

    keys = [key for row in rows for key in quoted(row)]
    assert keys
    assert [key for key in keys if key not in known and not key.isdigit()] == []


def test_a_document_with_a_wrong_option_would_be_noticed() -> None:
    with pytest.raises(BadInput):
        _parser(["list"])[1].parse_args(["list", "--no-such-option"])


def test_every_kind_of_contradiction_leads_to_where_it_is_said() -> None:
    text = (ROOT / "docs" / "imports.md").read_text("utf-8")
    index = text.partition("### Where both cannot be")[2].partition("####")[0]

    assert set(re.findall(r"`(\w+)`", index)) == set(get_args(DiscrepancyKind))
