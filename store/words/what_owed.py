"""What is owed (待办) in words: of something to tell the platform, what that is."""

from store.words import _
from store.words.labels import PRESSED, brief, label, task_brief, task_label


def put_off(what: str, time: str) -> str:
    """What there is to do, and before when nobody is to begin with it: a hold or a snooze."""
    return _("{what}, from {time}").format(what=what, time=time)


def what_owed(kind: str, zero: tuple[str, ...], *, briefly: bool = False) -> str:
    """What there is to do; of a platform task the task, or its button where that says more.

    `zero` is what happens when it is not done, which names the task, and may say which of several.
    """
    if kind != "platform-task" or not zero:
        return brief(kind) if briefly else label(kind)
    _code, task, press, *which = zero
    if briefly:
        return " ".join((task_brief(task, press), *which))
    return _(PRESSED).format(press=press) if press else task_label(task)


def owed_goods(which: str, goods: str) -> str:
    """The goods that it is about, behind what tells it from others where that has to be said."""
    return f"{which}  {goods}".strip()
