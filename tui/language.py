"""Which language the desk speaks: `--lang`, else the locale, else English."""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

from store.words import hear, speak

LANGUAGES = ("en", "zh")


def language_of(environment: Mapping[str, str]) -> str:
    """The language that the locale names, if the desk speaks it."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            return next((one for one in LANGUAGES if value.lower().startswith(one)), "en")
    return "en"


def use_language(language: str) -> None:
    """Speak it from now on; argparse's own words come from the same catalogue."""
    folder = str(Path(__file__).with_name("locales"))
    speak(gettext.translation("shouhou", folder, [language], fallback=True))
    hear(lambda: [gettext.translation("shouhou", folder, [*LANGUAGES[1:]])])
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("shouhou", folder)
    gettext.textdomain("shouhou")
