"""Parser (解析): the arguments of the command line, and its help."""

import argparse

from store.errors import BadInput
from store.words import named
from store.words.excerpts import excerpt
from tui.printing import columns

USUAL_WIDTH = 80
"""Of help that no terminal shows."""


class Parser(argparse.ArgumentParser):
    """argparse that says a usage error as one of ours, and asks no `shutil` how wide the terminal
    is: every argument would, and that loads all that packs files.
    """

    def _get_formatter(self) -> argparse.HelpFormatter:
        return argparse.HelpFormatter(self.prog, width=(columns() or USUAL_WIDTH) - 2)

    def format_help(self) -> str:
        """With headings that end as the language spoken ends them."""
        text = super().format_help()
        for group in self._action_groups:
            text = text.replace(f"\n{group.title}:\n", f"\n{named(group.title, '').rstrip()}\n")
        return text

    def error(self, message: str) -> None:  # type: ignore[override]
        said = " ".join(map(excerpt, message.split(" ")))
        raise BadInput(f"{said}\n{self.format_usage().strip()}", code="usage")
