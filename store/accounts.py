"""Accounts (账户): who works at this machine, and which of its accounts are people's."""

import os
from functools import cache
from pathlib import PurePath
from pwd import getpwnam, getpwuid

NO_LOGIN = ("nologin", "false", "sync", "halt", "shutdown")
"""Instead of a shell, in accounts that are the machine's own: nobody works as them."""


def user() -> str:
    """The account of this process by name, whatever the environment says, else by number."""
    return account_name(os.getuid())


@cache
def account_name(account: int) -> str:
    """An account of the machine by name, else by number."""
    try:
        return getpwuid(account).pw_name
    except KeyError:
        return str(account)


def is_account(name: str, *, of_a_person: bool) -> bool:
    """Has this machine an account of this name, with which a person can log in, or cannot?"""
    try:
        shell = getpwnam(name).pw_shell
    except (KeyError, ValueError):
        return False
    return (PurePath(shell).name in NO_LOGIN) is not of_a_person
