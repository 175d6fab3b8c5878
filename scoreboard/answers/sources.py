"""Where figures are from, in words: the release, the publications, the line under a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd

from scoreboard.answers.model import Sentence
from scoreboard.catalog import Catalog, Language
from scoreboard.language import join_list, translator
from scoreboard.store.reading import ReleaseInfo

MOST_TITLES = 2


def release_line(release: ReleaseInfo, language: Language) -> str:
    """Which release the figures are from: number and day."""
    _ = translator(language)
    return _("release {number} ({day})").format(
        number=release.release_id, day=local_time(release.published_at)[:10]
    )


def local_time(moment: str) -> str:
    """A moment as releases keep it (2026-01-31T23:59:00+00:00), in the time of this machine."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def cited(source_codes: str, titles: Mapping[str, str]) -> str:
    """The titles behind a figure; a derived one has those of all its parts."""
    return ";".join(titles.get(code, code) for code in source_codes.split("|"))


def with_grades(
    rows: pd.DataFrame, catalog: Catalog, indicator_code: str | None = None
) -> pd.DataFrame:
    """The same rows, of which provisional figures (P) that are no first estimate are unconfirmed.

    rows: with status, source_code and, unless all are of one indicator, indicator_code. A
    provisional figure of an indicator of the first estimate of GDP is preliminary; any other, and
    one behind which a publication of grade C stands, has no second source: it is unconfirmed (U).
    """
    provisional = rows["status"] == "P"
    if not provisional.any():
        return rows
    estimates = [i.code for i in catalog.indicators.values() if i.is_first_estimate]
    if indicator_code is None:
        preliminary = rows["indicator_code"].isin(estimates)
    else:
        preliminary = pd.Series(indicator_code in estimates, index=rows.index)
    copies = [
        cell
        for cell in rows.loc[provisional, "source_code"].unique()
        if any(is_copy(catalog, code) for code in cell.split("|"))
    ]
    unconfirmed = provisional & (~preliminary | rows["source_code"].isin(copies))
    return rows.assign(status=rows["status"].mask(unconfirmed, "U"))


def is_copy(catalog: Catalog, source_code: str) -> bool:
    """Whether a publication is a copy on the web (grade C) of an official one."""
    return source_code in catalog.sources and catalog.sources[source_code].grade == "C"


def titles_of(cells: Iterable[str], titles: Mapping[str, str]) -> list[str]:
    """The publications behind some figures, each once, in the order given."""
    return list(dict.fromkeys(t for cell in cells for t in cited(cell, titles).split(";")))


def source_line(titles: list[str], release: ReleaseInfo, language: Language) -> str:
    """The line under the figures: the first publications, how many more, and the release."""
    _ = translator(language)
    if not titles:
        return release_line(release, language)
    named = titles[:MOST_TITLES]
    if len(titles) > MOST_TITLES:
        named.append(_("and {n} more").format(n=len(titles) - MOST_TITLES))
    return _("Source: {titles}; {release}").format(
        titles=join_list(named, language), release=release_line(release, language)
    )


def codes_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The codes of the publications behind some figures, each once, in the order given."""
    return tuple(dict.fromkeys(code for cell in cells for code in cell.split("|")))


def cited_line(
    cells: Iterable[str], titles: Mapping[str, str], release: ReleaseInfo, language: Language
) -> Sentence:
    """The line under figures whose publications are given by cells of codes; see source_line."""
    codes = codes_of(cells)
    named = titles_of(codes, titles)
    return Sentence(source_line(named, release, language), "source", codes)
