"""`shouhou do`: one action, with the same fields as its form."""

from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from typing import Any

from store.errors import BadInput, Problem
from store.words import _
from tui.printing import say, say_json
from tui.session import Session

LONGEST_KEY = 200
NEW = "-"
"""Stands for the subject that an action starts."""


def configure(parser: ArgumentParser) -> None:
    """What it takes; after the name of an action `--help` is about that."""
    parser.add_argument(
        "-h",
        "--help",
        action=_Help,
        nargs=0,
        default=SUPPRESS,
        help=_("show this help message and exit; after an action, its fields"),
    )
    parser.add_argument("action", help=_("such as ship; `shouhou actions SUBJECT` lists them"))
    parser.add_argument(
        "subject",
        help=_("an order number, a SKU, or that of an inquiry; - for what is new (open-inquiry)"),
    )
    parser.add_argument("values", nargs="*", metavar="field=value")
    parser.add_argument("--key", default="", help=_("repeating the same key changes nothing"))
    parser.add_argument("--json", action="store_true", help=_("print the receipt as JSON"))


class _Help(Action):
    """Says what a command takes, or what the action takes that was named before."""

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, *_values: Any, **_options: Any
    ) -> None:
        name = getattr(namespace, "action", None)
        if name:
            _explain(name, getattr(namespace, "subject", None))
        else:
            parser.print_help()
        parser.exit()


def _explain(name: str, subject: str | None) -> None:
    from store.rules.action.catalogue import all_actions, named_action
    from store.rules.action.described import described, example, in_words

    action = named_action(name, all_actions())
    say(_(action.title))
    for one in described(action):
        say(f"  {one.field.name}=  {one.field.title}")
        for line in filter(None, (one.field.help, in_words(one))):
            say(f"      {line}")
    say(_("For example: {command}").format(command=example(action, subject or _("SUBJECT"))))


def run(session: Session, arguments: Namespace) -> int:
    """Do it."""
    if len(arguments.key) > LONGEST_KEY:
        sentence = _("A key has at most {most} signs; this has {count}.")
        sentence = sentence.format(most=LONGEST_KEY, count=len(arguments.key))
        raise BadInput(sentence, field="--key")
    repository = session.open()
    if arguments.subject == NEW:
        action, subject = repository.starting(arguments.action)
    else:
        subject = repository.find(arguments.subject)
        action = repository.action_named(arguments.action, subject)
    receipt = repository.run(action, subject, _values(arguments.values), arguments.key)
    if arguments.json:
        said = {
            "done": True,
            "action": action.name,
            "subject": receipt.event.subject.partition("/")[2],
            "event": receipt.event.id,
            "at": receipt.event.at,
            "said": receipt.said,
            "repeated": receipt.repeated,
        }
        say_json(said)
        return 0
    done = (
        _("{action}: done before with this key; nothing was changed.")
        if receipt.repeated
        else _("{action}: done.")
    )
    say(done.format(action=_(action.title)))
    for sentence in receipt.said:
        say(sentence)
    return 0


def _values(words: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not sign or not name:
            sentence = _("{word} is not field=value.").format(word=word)
            raise BadInput(sentence, code="usage")
        if name in values:
            sentence = _("This field is given twice.")
            raise BadInput(sentence, field=name, problems=(Problem(name, sentence),))
        values[name] = text
    return values
