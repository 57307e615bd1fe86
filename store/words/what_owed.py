"""What is owed (待办) in words: of something to tell the platform, what that is."""

from store.words import _
from store.words.labels import brief, label


def what_owed(kind: str, zero: tuple[str, ...], *, briefly: bool = False) -> str:
    """What there is to do; of a platform task the task, or its button where that says more.

    `zero` is what happens when it is not done, which names the task.
    """
    said = brief if briefly else label
    if kind != "platform-task" or not zero:
        return said(kind)
    _code, task, press = zero
    if not press:
        return said(task)
    pressed = _("press {press}") if briefly else _("press {press} on the platform")
    return pressed.format(press=press)
