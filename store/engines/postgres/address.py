"""Address (地址): which database, whose rows of it, and where what is no document lies."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import UUID, uuid5

import platformdirs
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from store.engines.addresses import joined, shown
from store.errors import BadInput, StoreTrouble
from store.words import _, listed

LONGEST_SHOP = 100
"""Signs; every key of every index begins with it."""
SHOPS_TOLD = 10
"""Names of shops that stand in a sentence."""
LARGEST_PORT = 65_535
OWN = ("shop", "folder")
"""What a URL may say to us besides what it says to the database's own library."""
STATEMENT_SECONDS = 60
IDLE_SECONDS = 120
"""A transaction in which nothing is asked for so long is ended, with the lock that it holds."""
SETTINGS = (
    f"-c statement_timeout={STATEMENT_SECONDS}s"
    f" -c idle_in_transaction_session_timeout={IDLE_SECONDS}s"
    # Notices are for who types statements.
    " -c client_min_messages=warning"
)
DEFAULTS: dict[str, str | int] = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # Milliseconds after which what was sent and not acknowledged counts as lost.
    "tcp_user_timeout": 5_000,
    "client_encoding": "utf8",
}


class Address(NamedTuple):
    """The address of a store in a database: how to get there, and which shop of it is meant."""

    conninfo: str
    """For the database's library, with the password if there is one: never shown."""
    shown: str
    shop: str
    """Whose rows it is about: the first part of every key."""
    folder: Path | None
    """Where attached files, the shop's rules and presence lie, if it says so."""

    def folder_in(self, database: str) -> Path:
        """That folder, else the user's own for this shop of the database of this identity.

        Hosts, users and whatever else leads there have no part in it.
        """
        if self.folder is not None:
            return self.folder
        name = uuid5(UUID(database), self.shop)
        return platformdirs.user_data_path("shouhou") / "beside" / str(name)


def address_of(url: str) -> Address:
    """Understand a URL; raises BadInput for one that is none."""
    try:
        parts = urlsplit(url)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        own = {name: given.pop(name, "") for name in OWN}
        plain = joined(parts._replace(query=urlencode(given, quote_via=quote)))
        known = conninfo_to_dict(plain)
    except (ProgrammingError, ValueError):
        said = _(
            "This is no address of a database; one looks like postgresql://USER@HOST/DATABASE."
        )
        raise BadInput(said, field="store") from None
    _ensure_ports(known)
    shop = own["shop"]
    if len(shop) > LONGEST_SHOP or not shop.isprintable():
        said = _("The name of a shop in an address has at most {most} signs, all of them visible.")
        raise BadInput(said.format(most=LONGEST_SHOP), field="store")
    options = f"{SETTINGS} {known.get('options') or ''}".strip()
    missing = {name: value for name, value in DEFAULTS.items() if name not in known}
    folder = Path(own["folder"]).expanduser() if own["folder"] else None
    conninfo = make_conninfo(plain, **missing, options=options)
    return Address(conninfo, shown(url), shop, folder)


def _ensure_ports(known: dict[str, Any]) -> None:
    """Raise BadInput for a port that is none; each host may have one."""
    for port in str(known.get("port") or "").split(","):
        if port and not (port.isascii() and port.isdigit() and 0 < int(port) <= LARGEST_PORT):
            said = _("{port} is no port of a server; a port is a number from 1 to {most}.")
            raise BadInput(said.format(port=port, most=LARGEST_PORT), field="store")


def no_such_shop(store: str, shop: str, others: Sequence[str]) -> StoreTrouble:
    """The sentence for a shop that is not in a database which has others."""
    names = listed(name or _("one without a name") for name in others[:SHOPS_TOLD])
    if len(others) > SHOPS_TOLD:
        names = _("{names} and others").format(names=names)
    missing = _("There is no shop {shop} in {store}") if shop else _("{store} names no shop")
    said = _(
        "{missing}; the database has: {names}. Write ?shop=NAME into the address; a first import"
        " or migrate into a name that is not there founds that shop."
    )
    missing = missing.format(shop=shop, store=store)
    return StoreTrouble(said.format(missing=missing, names=names), code="no_shop")
