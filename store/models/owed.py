"""Owed (应办): an obligation as the row of its order keeps it, so that a list opens no order."""

Owed = tuple[str, str, int | None, bool, tuple[str, ...], str, str, str, bool]
"""Kind, who, due (whole seconds since the epoch), estimated, what happens at zero (a code and its
values), the ref of the policy rule, what it is about, what it becomes for us at zero, lapses."""
