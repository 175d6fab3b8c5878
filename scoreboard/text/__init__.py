"""The words and numbers that readers see, in Chinese and English.

Messages are written in English in the code and translated in the `.po` file under `locales/`; a
test keeps the two complete. Names of indicators, places and sources come from the catalog.
"""

import gettext
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scoreboard import paths
from scoreboard.catalog.models import Language

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}


@lru_cache(maxsize=4)
def translator(language: Language) -> Callable[[str], str]:
    """The function that turns an English message into the reader's language.

    The catalogue of messages is compiled in memory at first use, so that only its readable form
    is kept in the repository. A message without a translation comes back in English.
    """
    if language == "en":
        return str
    file = paths.LOCALES / language / "LC_MESSAGES" / "scoreboard.po"
    compiled = BytesIO()
    with file.open("rb") as handle:
        write_mo(compiled, read_po(handle, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled).gettext
