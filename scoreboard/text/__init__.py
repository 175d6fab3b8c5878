"""The words and numbers that readers see, in Chinese and English.

Messages are written in English in the code and translated in the `.po` files under `locales/`, one
for each group of pages; a test keeps them complete. Names of indicators, places and sources come
from the catalog.
"""

import gettext
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scoreboard import paths
from scoreboard.catalog.models import Language

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@lru_cache(maxsize=4)
def translator(language: Language) -> Callable[[str], str]:
    """The function that turns an English message into the reader's language.

    The catalogue of messages is compiled in memory at first use, so that only its readable form
    is kept in the repository. A message without a translation comes back in English.
    """
    if language == "en":
        return _with_narrow_quotes
    compiled = BytesIO()
    write_mo(compiled, read_messages(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled).gettext


def _with_narrow_quotes(message: str) -> str:
    """The message with straight quotes: Chinese fonts draw curly ones as wide as a character."""
    return message.translate(_STRAIGHT)


def read_messages(language: Language) -> Catalog:
    """All messages with their wording, from every `.po` file of the language."""
    found = Catalog(locale=language)
    for file in message_files(language):
        with file.open("rb") as handle:
            for message in read_po(handle, locale=language):
                if message.id:
                    found[message.id] = message
    return found


def message_files(language: Language) -> list[Path]:
    """The `.po` files of a language; a message stands in one of them."""
    return sorted((paths.LOCALES / language / "LC_MESSAGES").glob("*.po"))
