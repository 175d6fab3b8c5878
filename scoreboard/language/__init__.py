"""The reader's language: translation, plurals and lists, in Chinese and English.

Messages are written in English in the code and translated in `.po` files: those of one question in
`zh.po` in its folder, what several share in `language/zh/`. A test keeps them complete. Names of
indicators, regions and sources come from the catalog.
"""

import gettext
from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scoreboard.catalog.models import Language

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_PACKAGE = Path(__file__).resolve().parents[1]


def translator(language: Language) -> Callable[[str], str]:
    """The function that turns an English message into the reader's language.

    A message without a translation comes back in English.
    """
    return _with_straight_quotes if language == "en" else _translations(language).gettext


def plurals(language: Language) -> Callable[[str, str, int], str]:
    """The function that chooses between a message for one and a message for any other number.

    Call what it returns `ngettext`, so that the messages are found: ngettext(one, many, number).
    """
    return _english_plural if language == "en" else _translations(language).ngettext


def join_list(items: Iterable[str], language: Language) -> str:
    """Names in a row, set apart as the language does it: 甲、乙; A, B."""
    return ("、" if language == "zh" else ", ").join(items)


def join_sentences(sentences: Iterable[str], language: Language) -> str:
    """Whole sentences one after the other; empty ones are left out."""
    return ("" if language == "zh" else " ").join(s for s in sentences if s)


def in_brackets(text: str, language: Language) -> str:
    """A remark in brackets to put behind a word; nothing for an empty remark."""
    if not text:
        return ""
    return f"（{text}）" if language == "zh" else f" ({text})"


@lru_cache(maxsize=4)
def _translations(language: Language) -> gettext.GNUTranslations:
    """The wording of a language, compiled in memory: only its readable form is kept."""
    compiled = BytesIO()
    write_mo(compiled, read_messages(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _with_straight_quotes(message: str) -> str:
    """The message with straight quotes: Chinese fonts draw curly ones as wide as a character."""
    return message.translate(_STRAIGHT)


def _english_plural(one: str, many: str, number: int) -> str:
    return _with_straight_quotes(one if number == 1 else many)


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
    shared = (_PACKAGE / "language" / language).glob("*.po")
    return sorted((*shared, *_PACKAGE.rglob(f"{language}.po")))
