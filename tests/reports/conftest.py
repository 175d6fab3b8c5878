"""Pictures and briefs are made from answers, as the pages are."""

from tests.answers.conftest import release

__all__ = ["release"]
