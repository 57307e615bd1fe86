"""`shouhou actions`: every action on a subject, allowed or with the sentence why not."""

from argparse import ArgumentParser, Namespace

from store.rules.action.described import Described, described
from store.words import _
from tui.commands import takes_json
from tui.printing import print_table, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("subject", help=_("an order number, or a SKU"))
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List them."""
    repository = session.open()
    subject = repository.find(arguments.subject)
    offers, policy = repository.offers(subject), repository.policy
    if arguments.json:
        for offer in offers:
            said = {
                "action": offer.action.name,
                "title": _(offer.action.title),
                "allowed": offer.why_not is None,
                "why_not": offer.why_not,
                "fields": list(map(_as_json, described(offer.action, subject, policy))),
            }
            say_json(said)
        return 0
    print_table(
        ["", _("Action"), "", ""],
        [
            [
                "-" if offer.why_not else "+",
                offer.action.name,
                _(offer.action.title),
                offer.why_not or _fields(described(offer.action, subject, policy)),
            ]
            for offer in offers
        ],
    )
    return 0


def _as_json(one: Described) -> dict[str, object]:
    field = one.field
    return {
        "name": field.name,
        "title": field.title,
        "help": field.help,
        "type": one.kind,
        "takes": one.takes,
        "most_characters": one.most_characters,
        "required": one.needed,
        "choices": [choice.value for choice in field.choices],
        "offered": [choice.value for choice in field.offered],
        "example": one.example,
    }


def _fields(asked: tuple[Described, ...]) -> str:
    names = ((one.field.name, one.needed) for one in asked)
    return " ".join(f"{name}=" if needed else f"[{name}=]" for name, needed in names)
