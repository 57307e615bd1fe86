"""What is owed (待办) in words: of something to tell the platform, what that is."""

from store.words import _
from store.words.labels import brief, label


def what_owed(kind: str, zero: tuple[str, ...], *, briefly: bool = False) -> str:
    """What there is to do; of a platform task the task, or its button where that says more.

    `zero` is what happens when it is not done, which names the task.
    """
    if kind == "platform-task" and zero:
        _code, task, press = zero
        return _("press {press} on the platform").format(press=press) if press else label(task)
    return brief(kind) if briefly else label(kind)
