"""Themes (配色): ours in dark and light; four colours with one meaning each, the same everywhere.

Red and bold is late or lost, amber is under two hours or needs care, blue is a key or what is
focused, and dim waits for others or is done. Nothing is told by its colour alone.
"""

from textual.theme import Theme

DARK = Theme(
    name="shouhou",
    dark=True,
    primary="#82aaff",
    secondary="#c792ea",
    accent="#82aaff",
    foreground="#c9d1d9",
    background="#0f1117",
    surface="#0f1117",
    panel="#252c3a",
    boost="#161b22",
    success="#7ee787",
    warning="#ffb454",
    error="#ff6b6b",
    variables={
        "text-muted": "#7d8590",
        "text-primary": "#82aaff",
        "text-warning": "#ffb454",
        "text-error": "#ff6b6b",
        "text-success": "#7ee787",
        "theirs": "#56c8d8",
        "chosen": "#26344f",
        "marked": "#2d2a1c",
    },
)
LIGHT = Theme(
    name="shouhou-light",
    dark=False,
    primary="#1f5fbf",
    secondary="#8839a8",
    accent="#1f5fbf",
    foreground="#24292f",
    background="#fbfbfa",
    surface="#fbfbfa",
    panel="#c9cfd8",
    boost="#eef0f3",
    success="#1a7f37",
    warning="#9a5b00",
    error="#c4262e",
    variables={
        "text-muted": "#6b727b",
        "text-primary": "#1f5fbf",
        "text-warning": "#9a5b00",
        "text-error": "#c4262e",
        "text-success": "#1a7f37",
        "theirs": "#0b7285",
        "chosen": "#d6e4fb",
        "marked": "#f7efd2",
    },
)
FEW_GREYS = {"panel": "#4e4e4e", "boost": "#262626", "chosen": "#3a3a3a"}
"""What stands for the dark theme's greys where there are 256 colours: the nearest to them are
navy on black, and not seen.
"""
SIXTEEN = {
    **dict.fromkeys(("primary", "accent", "text-primary"), "#55ffff"),
    **dict.fromkeys(("error", "text-error"), "#ff5555"),
    **dict.fromkeys(("warning", "text-warning"), "#ffff55"),
    **dict.fromkeys(("success", "text-success"), "#55ff55"),
    "secondary": "#ff55ff",
    "theirs": "#00aaaa",
    "text-muted": "#aaaaaa",
    "panel": "#555555",
    "boost": "#000000",
    "marked": "#555555",
    "chosen": "#0000aa",
    "chip": "#0000aa",
    "chip-text": "#ffffff",
}
"""The colours of the dark theme where there are sixteen, each one of these: of its own ones the
nearest are greys. What stands on a ground stands on the one dark colour that every terminal has; a
key is cyan, since the bright blue is read badly on black, and not on blue.
"""
MEANINGS = (
    *("text-error", "text-warning", "text-primary", "text-success"),
    *("theirs", "secondary", "primary"),
)
"""Colours that are told by bold, signs and words as well."""
OURS = (DARK, LIGHT)
OF_OTHERS = {"theirs": "#56c8d8", "chosen": "#264f78", "marked": "#4b4520"}
"""What Textual's own themes do not say."""
