"""Words of everyday that may mean several indicators, or a page."""

from __future__ import annotations

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Language, Text


class EverydayWord(Entry):
    """What people type who do not know the name: the words, and all that they may mean.

    words: the first Chinese and the first English one are shown. indicators: what is mostly meant
    first. difference: how several of them differ. pages: named as their files.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    words: tuple[str, ...] = Field(min_length=2)
    indicators: tuple[str, ...] = ()
    difference: Text | None = None
    pages: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _leads_somewhere(self) -> EverydayWord:
        if not self.indicators and not self.pages:
            raise ValueError("neither indicators nor pages are named")
        if (len(self.indicators) > 1) != (self.difference is not None):
            raise ValueError("several indicators want a difference, and only they")
        if not any(word.isascii() for word in self.words) or self.words[0].isascii():
            raise ValueError("a Chinese word stands first, and there is an English one")
        return self

    def shown(self, language: Language) -> str:
        """The word as a heading."""
        return next(word for word in self.words if word.isascii() == (language == "en"))
