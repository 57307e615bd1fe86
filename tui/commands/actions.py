"""`shouhou actions`: every action on a subject, allowed or with the sentence why not."""

from argparse import ArgumentParser, Namespace

from store.rules.action.frame import AskedField, asked_fields
from store.words import _
from tui.printing import print_table, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("subject", help=_("an order number, or a SKU"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List them."""
    repository = session.open()
    subject = repository.find(arguments.subject)
    offers = repository.offers(subject)
    if arguments.json:
        for offer in offers:
            said = {
                "action": offer.action.name,
                "title": _(offer.action.title),
                "allowed": offer.why_not is None,
                "why_not": offer.why_not,
                "fields": [
                    {
                        "name": one.name,
                        "title": one.title,
                        "required": _needed(one),
                        "choices": [choice.value for choice in one.choices],
                    }
                    for one in asked_fields(offer.action, subject)
                ],
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
                offer.why_not or _fields(asked_fields(offer.action, subject)),
            ]
            for offer in offers
        ],
    )
    return 0


def _fields(asked: tuple[AskedField, ...]) -> str:
    return " ".join(f"{one.name}=" if _needed(one) else f"[{one.name}=]" for one in asked)


def _needed(one: AskedField) -> bool:
    """A record of which there is only one may be left out."""
    return one.required and len(one.choices) != 1
