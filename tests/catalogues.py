"""The catalogues of the desk's words: `python -m tests.catalogues` brings them up to date.

`--check` only says whether they are: every text of the code is in the template, every one of them
is translated with the same placeholders, and the compiled catalogue is compiled from it.
"""

import ast
import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from store.policy import load_policy

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "tui" / "locales"
TEMPLATE = LOCALES / "shouhou.pot"
CHINESE = LOCALES / "zh" / "LC_MESSAGES" / "shouhou.po"
COMPILED = CHINESE.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None}


def extracted() -> Catalog:
    """Every text that the code marks, with the file it stands in."""
    catalog = Catalog(project="shouhou", charset="utf-8", fuzzy=False)
    for package in ("store", "tui"):
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for file, _line, message, comments, context in found:
            place = [(f"{package}/{file}", 0)]
            catalog.add(message, None, place, auto_comments=comments, context=context)
    return catalog


def marked() -> set[str]:
    """The same texts as the syntax tree has them: Babel does not look into f-strings."""
    found: set[str] = set()
    for file in sorted((*ROOT.glob("store/**/*.py"), *ROOT.glob("tui/**/*.py"))):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS:
                texts_of = [one.value for one in node.args if isinstance(one, ast.Constant)]
                found |= {text for text in texts_of if isinstance(text, str)}
    return found


def policy_texts(catalog: Catalog) -> None:
    """What the platforms' numbers rest on, which stands in the policy files."""
    for rule in load_policy().rules:
        catalog.add(rule.source, None, [("store/policy", 0)])


def argparse_texts(catalog: Catalog) -> None:
    """What argparse says itself, which the same catalogue translates."""
    for text in ARGPARSE:
        catalog.add(text, None, [("argparse", 0)])


ARGPARSE = (
    "usage: ",
    "options",
    "positional arguments",
    "show this help message and exit",
    "the following arguments are required: %s",
    "unrecognized arguments: %s",
    "expected one argument",
    "argument %(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
)


def texts(catalog: Catalog) -> dict[object, object]:
    """The texts and their translations, the header left out."""
    return {message.id: message.string for message in catalog if message.id}


def updated() -> tuple[Catalog, Catalog]:
    """The template and the Chinese catalogue as they should be."""
    template = extracted()
    argparse_texts(template)
    policy_texts(template)
    with CHINESE.open("rb") as file:
        chinese = read_po(file, locale="zh")
    chinese.update(template, no_fuzzy_matching=True)
    chinese.obsolete.clear()
    return template, chinese


def written(catalog: Catalog) -> bytes:
    """A catalogue as its file holds it: sorted, without what changes by itself."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, no_location=True, omit_header=False, sort_output=True)
    return re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By)[^"]*"\n', b"", buffer.getvalue()
    )


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as gettext reads it, the same whenever that is made."""
    catalog.creation_date = datetime.fromtimestamp(0, UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def faults() -> list[str]:
    """What is not current."""
    template, chinese = updated()
    found = [f"not extracted: {text}" for text in sorted(marked() - set(texts(template)))]
    if TEMPLATE.read_bytes() != written(template):
        found.append("shouhou.pot is not current")
    if CHINESE.read_bytes() != written(chinese):
        found.append("shouhou.po is not current")
    with CHINESE.open("rb") as file:
        stored = read_po(file, locale="zh")
    with COMPILED.open("rb") as file:
        from gettext import GNUTranslations

        spoken = GNUTranslations(file)
    for identifier, string in texts(stored).items():
        if not string:
            found.append(f"not translated: {identifier}")
        elif placeholders(identifier) != placeholders(string):
            found.append(f"other placeholders: {identifier}")
        elif isinstance(identifier, str) and spoken.gettext(identifier) != string:
            found.append(f"not compiled: {identifier}")
    return found


def placeholders(text: object) -> set[str]:
    """The names in braces and the percent signs."""
    return set(re.findall(r"\{\w*\}|%\(\w+\)[rs]|%s", str(text)))


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        found = faults()
        print("\n".join(found) or "catalogues are current")  # noqa: T201
        return 1 if found else 0
    template, chinese = updated()
    TEMPLATE.write_bytes(written(template))
    CHINESE.write_bytes(written(chinese))
    COMPILED.write_bytes(compiled(chinese))
    missing = [str(key) for key, string in texts(chinese).items() if not string]
    print(f"{len(texts(chinese))} texts, {len(missing)} not translated")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
