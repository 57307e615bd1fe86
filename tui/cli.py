"""The command line: `shouhou` opens the desk, `shouhou COMMAND` does one thing and ends.

Exit status: 0 done; 1 a rule refuses; 2 bad usage or input; 3 trouble with the store.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from importlib import import_module
from keyword import iskeyword
from types import ModuleType

from store.errors import BadInput, ShouhouError, StoreTrouble
from store.words import N_, _
from store.words.excerpts import excerpt
from store.words.times import parse_instant
from tui.glyphs import ASCII, draw_with
from tui.language import LANGUAGES, language_of, use_language
from tui.parser import Parser
from tui.printing import OutputTrouble, finish, say, say_json, silence, tell
from tui.session import Session
from tui.stop_sign import without_stop_sign
from tui.telling_only import only_tells

LONGEST_NAME = 60
COMMANDS = {
    "import": N_("take in files that a platform exported"),
    "imports": N_("what was imported, and which days are missing"),
    "list": N_("list orders"),
    "due": N_("what is owed, by time left"),
    "forecast": N_("which orders will be late at today's pace, and which to ship first"),
    "next": N_("the next order in turn, with all its duties, for you"),
    "handover": N_("your open duties, listed or given to another"),
    "show": N_("one order with all that belongs to it"),
    "actions": N_("what may be done, or why not"),
    "do": N_("do one action"),
    "export": N_("write orders to a file"),
    "pack": N_("what to pack now, by SKU"),
    "diff": N_("what a platform changed between two exports"),
    "tasks": N_("what the platform still has to be told"),
    "policy": N_("the platforms' rules in force, and the shop's own"),
    "penalties": N_("what failures cost, by order, kind or month; what the bills teach"),
    "payments": N_("what the platforms paid and took, compared with the orders"),
    "causes": N_("what went wrong, how often, and what it cost"),
    "reviews": N_("what was reviewed, and whether the improvements helped"),
    "verify": N_("is the store whole?"),
    "backup": N_("the whole store into one file"),
    "restore": N_("a new store from a backup"),
    "migrate": N_("a whole store to another place, a folder or a database"),
    "migrate-schema": N_("the tables of a database, made by its owner"),
    "dump": N_("the whole store as JSON that stock TinyDB opens"),
    "demo": N_("the desk on a ready sample shop"),
}
CRASHED = 70
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    given = _joined(sys.argv[1:] if arguments is None else arguments)
    os.umask(0o077)
    _open_standard_files()
    use_language(_language(given))
    as_json = "--json" in given
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # An output that has no Chinese shows escapes instead of failing.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _answered(given, as_json=as_json)
        finish()
    except OutputTrouble as error:
        return _unsaid(given, error)
    except BrokenPipeError:
        # The reader of our output has gone; nothing more can be said to it.
        silence(sys.stdout)
        return 0
    return status


def _answered(given: list[str], *, as_json: bool) -> int:
    """The exit status of what was asked for, whatever went wrong said."""
    try:
        return _run(given)
    except ShouhouError as error:
        return _say(error, as_json=as_json)
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _say(_trouble(error), as_json=False)
    except OutputTrouble:
        raise
    except Exception as error:  # noqa: BLE001 - the last line before a user would see a traceback
        return _crashed(error)


def _open_standard_files() -> None:
    """What a service or cron left closed is nothing, before a file of the store gets its number."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004 - the three of them
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _unsaid(given: list[str], error: OutputTrouble) -> int:
    """Say whether it was done, where what came of it could not be written."""
    silence(sys.stdout)
    _options, rest = _global_options().parse_known_args(given)
    if only_tells(rest):
        said = _("The output cannot be written: {reason}.")
        return _say(StoreTrouble(said.format(reason=error.reason)), as_json=False)
    said = _("It is done; only the output cannot be written: {reason}. Do not repeat it.")
    tell(said.format(reason=error.reason))
    return 0


def _joined(arguments: Sequence[str]) -> list[str]:
    """`--sort -due` as `--sort=-due`, which argparse would take for two options."""
    words = list(arguments)
    while "--sort" in words[:-1]:
        at = words.index("--sort")
        words[at : at + 2] = [f"--sort={words[at + 1]}"]
    return words


def _run(given: list[str]) -> int:
    options, rest = _global_options().parse_known_args(given)
    if options.version:
        from importlib.metadata import version

        say(f"shouhou {version('shouhou')}")
        return 0
    with without_stop_sign() if not rest or rest[0] == "demo" else nullcontext():
        # Without a word more it is the desk; what its parser would say is for others to wait for.
        command, arguments = _command(rest) if rest else (None, options)
        if len(options.name) > LONGEST_NAME:
            said = _("A name has at most {most} signs; this has {count}.")
            said = said.format(most=LONGEST_NAME, count=len(options.name))
            raise BadInput(said, field="--as")
        session = Session(
            store=options.store,
            name=options.name,
            now=_instant(options.now),
            language=_language(given),
        )
        if options.ascii:
            draw_with(ASCII)
        if command is None:
            from tui.commands import desk

            return desk.run(session, arguments)
        return int(command.run(session, arguments))


def _command(rest: list[str]) -> tuple[ModuleType | None, argparse.Namespace]:
    command, parser = _parser(rest)
    arguments, more = parser.parse_known_args(rest)
    if more and ("words" not in arguments or any(map(_is_option, more))):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        # argparse takes words in one go; those behind an option are words too.
        arguments.words = [*(arguments.words or ()), *more]
    return command, arguments


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _global_options() -> Parser:
    parser = Parser(add_help=False, allow_abbrev=False)
    group = parser.add_argument_group(_("global options, before or after the command"))
    group.add_argument(
        "--store", metavar="URL", help=_("the folder of the store, or the address of a database")
    )
    group.add_argument("--lang", choices=LANGUAGES, help=_("the language"))
    group.add_argument(
        "--as", dest="name", default="", metavar="NAME", help=_("your name, beside the system user")
    )
    group.add_argument("--now", metavar="ISO", help=_("act as if it were this time"))
    group.add_argument(
        "--ascii", action="store_true", help=_("frames and signs in ASCII, for any terminal")
    )
    group.add_argument("--version", action="store_true", help=_("which version this is"))
    return parser


def _parser(rest: list[str]) -> tuple[ModuleType | None, Parser]:
    parser = Parser(
        prog="shouhou",
        description=_("The order and after-sales desk of a small shop, in the terminal."),
        epilog=_("Without a command the desk opens."),
        parents=[_global_options()],
        allow_abbrev=False,
    )
    subparsers = parser.add_subparsers(title=_("commands"), metavar="COMMAND", dest="command")
    chosen = next((word for word in rest if not word.startswith("-")), None)
    module = None
    # Where the command comes first, nothing is said of the others.
    named = {chosen: COMMANDS[chosen]} if chosen in COMMANDS and chosen == rest[0] else COMMANDS
    for name, text in named.items():
        sub = subparsers.add_parser(
            name,
            help=_(text),
            description=_(text),
            allow_abbrev=False,
            conflict_handler="resolve",  # a command may have a help of its own
        )
        if name == chosen:
            # Only the command that runs is loaded: start-up stays short.
            # `import` is a word of Python's own, and no module has a hyphen.
            file = f"{name}_" if iskeyword(name) else name.replace("-", "_")
            module = import_module(f"tui.commands.{file}")
            module.configure(sub)
    return module, parser


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError as error:
        raise BadInput(str(error), field="--now") from None


def _language(given: list[str]) -> str:
    for index, word in enumerate(given):
        if word == "--lang" and given[index + 1 : index + 2]:
            return given[index + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return language_of(os.environ)


def _say(error: ShouhouError, *, as_json: bool) -> int:
    """Say it on standard error, and to a script as JSON; no phone number of a buyer's in it."""
    if not error.is_veiled:
        from store.words.phones import hide_phones

        error.veil(hide_phones)
    if as_json:
        said = {"refused": error.sentence, "field": error.field, "code": error.code}
        try:
            say_json(said)
            finish()
        except OutputTrouble:
            silence(sys.stdout)
    for one in error.every_problem:
        # What is wrong with a search names the word of it.
        is_named = one.field not in {"", "query"}
        line = f"{excerpt(one.field)}: {one.sentence}" if is_named else one.sentence
        for part in line.split("\n"):
            tell(part)
    return error.status


def _trouble(error: OSError) -> StoreTrouble:
    """A disk or an output that does not take what is written to it."""
    return StoreTrouble(
        _("Something cannot be read or written: {reason}.").format(reason=error.strerror or error)
    )


def _crashed(error: Exception) -> int:
    import traceback

    # The place and the kind, never a value: a traceback may hold a buyer's phone number.
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"  # noqa: PTH119 - a name, no path
    said = _("The program has a fault ({kind} at {place}); nothing was half done.")
    tell(said.format(kind=type(error).__name__, place=place))
    return CRASHED
