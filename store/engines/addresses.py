"""Addresses (地址写法): of a store, as a person reads them and as they are typed again."""

from collections.abc import Callable
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

DATABASES = ("postgresql://", "postgres://")
NAMING = ("host", "hostaddr", "port", "user", "dbname", "shop")
"""What of an address says which database and shop it is."""
SECRET = ("password", "sslpassword")


def is_address(url: str) -> bool:
    """Is it the address of a database, and no folder?"""
    return url.startswith(DATABASES)


def shown(url: str) -> str:
    """A folder or an address as it stands on a screen: which database and shop, read by a person.

    Without a password, and without what only says how to get there.
    """
    if not is_address(url):
        return url
    found = unquote(_open(url, lambda name: name in NAMING))
    # What is no text that a person reads stays as it was typed.
    return found if found.isprintable() else _open(url, lambda name: name in NAMING)


def typed(url: str) -> str:
    """The same as it may be typed again: with all that it says, but for a password."""
    return _open(url, lambda name: name not in SECRET) if is_address(url) else url


def _open(url: str, is_said: Callable[[str], bool]) -> str:
    parts = urlsplit(url)
    who, at, hosts = parts.netloc.rpartition("@")
    query = urlencode([pair for pair in parse_qsl(parts.query) if is_said(pair[0])], safe="/,")
    return joined(parts._replace(netloc=who.partition(":")[0] + at + hosts, query=query))


def joined(parts: SplitResult) -> str:
    """An address of its parts, also where it names no host (`urlunsplit` forgets the slashes)."""
    url = urlunsplit(parts)
    return url if parts.netloc else url.replace(":", "://", 1)
