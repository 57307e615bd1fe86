"""What is owed (待办) in words: of something to tell the platform, what that is."""

from store.words import _
from store.words.labels import brief, label


def what_owed(kind: str, zero: tuple[str, ...], *, briefly: bool = False) -> str:
    """What there is to do; of a platform task the task, or its button where that says more.

    `zero` is what happens when it is not done, which names the task.
    """
    code, *values = zero or ("",)
    if code == "task_pressed":
        return _("press {press} on the platform").format(press=values[-1])
    if code == "task":
        return label(values[0])
    return brief(kind) if briefly else label(kind)
