"""People (人员): how somebody at the desk is called."""


def called(user: str, name: str) -> str:
    """The name given with `--as` beside the operating-system user, which it never replaces."""
    return f"{name} ({user})" if name and name != user else user
