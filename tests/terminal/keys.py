"""What the keys of a keyboard send to a program in a terminal."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "esc": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
}


def typed(key: str) -> str:
    """The characters of a key by name: `s`, `enter`, `ctrl+x`, `alt+x`, `f2`."""
    modifier, plus, letter = key.partition("+")
    if key in KEYS or not (plus and letter):
        return KEYS.get(key, key)
    return chr(ord(letter.upper()) & 0x1F) if modifier == "ctrl" else "\x1b" + letter
