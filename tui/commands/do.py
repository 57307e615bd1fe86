"""`shouhou do`: one action, with the same fields as its form, to one document or to many."""

import re
from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from store.errors import BadInput, Problem
from store.words import N_, _
from tui.printing import say, say_json
from tui.session import Session

if TYPE_CHECKING:
    from store.documents.writing import Receipt
    from store.rules.action.base import Action as Does

LONGEST_KEY = 200
NEW = "-"
"""Stands for the subject that an action starts."""
VALUE = re.compile(r"[a-z][a-z0-9_]*=")
"""How a word begins that is a value."""


def configure(parser: ArgumentParser) -> None:
    """What it takes; after the name of an action `--help` is about that."""
    parser.usage = "%(prog)s ACTION SUBJECT... [field=value ...] [--query QUERY] [--dry-run]"
    parser.usage += " [--resume RUN] [--key KEY] [--json]"
    parser.add_argument(
        "-h",
        "--help",
        action=_Help,
        nargs=0,
        default=SUPPRESS,
        help=_("show this help message and exit; after an action, its fields"),
    )
    words = parser.add_argument(
        "words",
        nargs="+",
        metavar="WORD",
        help=_(
            "an action such as ship (`shouhou actions SUBJECT` lists them); order numbers, SKUs or"
            " those of inquiries, several are done one by one, - is what is new (open-inquiry);"
            " and the values of its fields"
        ),
    )
    words.required = False  # a run that is taken up again names its own
    parser.add_argument("--query", help=_("do it to the orders that a query finds"))
    parser.add_argument("--dry-run", action="store_true", help=_("only judge it; change nothing"))
    parser.add_argument("--resume", metavar="RUN", help=_("go on with a run that was left off"))
    parser.add_argument("--key", default="", help=_("repeating the same key changes nothing"))
    parser.add_argument("--json", action="store_true", help=_("print the receipt as JSON"))


class _Help(Action):
    """Says what a command takes, or what the action takes that was named before."""

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, *_values: Any, **_options: Any
    ) -> None:
        name, *subjects = getattr(namespace, "words", None) or [None]
        if name:
            _explain(name, next(iter(subjects), None))
        else:
            parser.print_help()
        parser.exit()


def _explain(name: str, subject: str | None) -> None:
    from store.rules.action.catalogue import named_action
    from store.rules.action.described import described, example, in_words

    action = named_action(name, lambda _any: True)
    say(_(action.title))
    for one in described(action):
        say(f"  {one.field.name}=  {one.field.title}")
        for line in filter(None, (one.field.help, in_words(one))):
            say(f"      {line}")
    meant = subject or (NEW if action.starts else _("SUBJECT"))
    say(_("For example: {command}").format(command=example(action, meant)))


def run(session: Session, arguments: Namespace) -> int:
    """Do it."""
    name, subjects, values = _parted(arguments)
    if len(arguments.key) > LONGEST_KEY:
        sentence = _("A key has at most {most} signs; this has {count}.")
        sentence = sentence.format(most=LONGEST_KEY, count=len(arguments.key))
        raise BadInput(sentence, field="--key")
    if arguments.resume or arguments.query is not None or len(subjects) > 1:
        from tui.commands.do_many import run_many

        return run_many(session, arguments, name, subjects, values)
    is_new = subjects[0] == NEW
    repository = session.open(founds=is_new)
    if is_new:
        action, subject = repository.starting(name)
    else:
        subject = repository.find(subjects[0])
        action = repository.action_named(name, subject)
    if not arguments.dry_run:
        receipt = repository.run(action, subject, values, arguments.key)
        _say_receipt(receipt, action, as_json=arguments.json)
        return 0
    repository.check(action, subject, values)
    if arguments.json:
        told = {"action": action.name, "subject": subject.key, "values": values}
        say_json({"possible": True, **told})
    else:
        possible = _("{action}: possible; nothing was changed.")
        say(possible.format(action=_(action.title)))
    return 0


def _say_receipt(receipt: "Receipt", action: "type[Does[Any]]", *, as_json: bool) -> None:
    """That it is done, and what there is to say about it."""
    if as_json:
        event = receipt.event
        told = {"subject": event.subject.partition("/")[2], "event": event.id, "at": event.at}
        said = {"said": receipt.said, "repeated": receipt.repeated}
        say_json({"done": True, "action": action.name, **told, **said})
        return
    from store.models.improvement import Improvement
    from store.models.inquiry import Inquiry

    # Here these are named by their numbers; the desk names them by what a person knows of them.
    numbered = {
        Inquiry: N_("It is inquiry {number}."),
        Improvement: N_("It is improvement {number}."),
    }
    done = _("{action}: done.")
    if receipt.repeated:
        done = _("{action}: done before with this key; nothing was changed.")
    say(done.format(action=_(action.title)))
    if action.starts and (known := numbered.get(action.subject_type)):
        say(_(known).format(number=receipt.event.subject.partition("/")[2]))
    for sentence in receipt.said:
        say(sentence)


def _parted(arguments: Namespace) -> tuple[str, list[str], dict[str, str]]:
    """The action, what it is done to, and the values; raises BadInput where one is missing."""
    name, *words = arguments.words or [""]
    subjects = [word for word in words if not VALUE.match(word)]
    values = _values([word for word in words if VALUE.match(word)])
    has_subjects = bool(subjects) or arguments.query is not None
    if arguments.resume:
        if name or has_subjects:
            said = _("A run that is taken up knows them: leave out action, subjects and values.")
            raise BadInput(said, field="--resume", code="usage")
    elif not name or not has_subjects:
        said = _("Name an action and what it is done to: SUBJECT..., or --query QUERY.")
        raise BadInput(said, code="usage")
    elif subjects and arguments.query is not None:
        said = _("Name subjects or a query, not both: {subject}.")
        raise BadInput(said.format(subject=subjects[0]), field="--query", code="usage")
    return name, subjects, values


def _values(words: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for word in words:
        name, _sign, text = word.partition("=")
        if name in values:
            sentence = _("This field is given twice.")
            raise BadInput(sentence, field=name, problems=(Problem(name, sentence),))
        values[name] = text
    return values
