"""People (人员): how somebody at the desk is called."""


def called(user: str, name: str) -> str:
    """The name given with `--as` beside the operating-system user, which it never replaces."""
    return f"{name} ({user})" if name and name != user else user


def name_alone(who: object) -> str:
    """What a line of a screen calls somebody: by name, `小李` of `小李 (li)`, else by login. Behind
    a line, and in a sentence about what another did, stand both.
    """
    return str(who).partition(" (")[0]
