"""Observations as they leave the dashboard: by code, with names, unit, status, sources, release."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.answers.sources import cited, is_copy
from scoreboard.catalog import Language
from scoreboard.harmless import neutralise
from scoreboard.store.bulk import COLUMNS, Key, Selection, stream_observations

__all__ = ["COLUMNS", "Key", "Selection", "names_of", "observations_frame", "stream"]


def stream(
    release: Release,
    selection: Selection,
    language: Language,
    *,
    for_spreadsheets: bool = False,
    as_json: bool = False,
    after: Key | None = None,
    limit: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """The observations selected, some thousand at a time; see `stream_observations`.

    for_spreadsheets: no text in them runs as a formula.
    """
    names = names_of(release, language, for_spreadsheets)
    return stream_observations(
        release.store, selection, names, as_json=as_json, after=after, limit=limit
    )


def observations_frame(
    release: Release, selection: Selection, language: Language, *, for_spreadsheets: bool = False
) -> pd.DataFrame:
    """The observations selected as one table with COLUMNS."""
    batches = list(stream(release, selection, language, for_spreadsheets=for_spreadsheets))
    if not batches:
        return pd.DataFrame(columns=list(COLUMNS))
    return pa.Table.from_batches(batches).to_pandas()


@kept
def names_of(release: Release, language: Language, for_spreadsheets: bool) -> dict[str, pa.Table]:
    """The words for codes, as tables that the release is joined with."""
    catalog, titles = release.catalog, release.titles
    codes = release.store.read_codes()
    # A figure of a code that no catalog knows would be lost, so codes come from the figures.
    regions = codes["region_code"]
    indicators = codes["indicator_code"]
    sources = codes["source_code"]
    notes = release.store.read_note_texts() if for_spreadsheets else []
    written = {note: neutralise(note) for note in notes}

    def words(texts: list[str]) -> list[str]:
        return [neutralise(text) for text in texts] if for_spreadsheets else texts

    cards = [catalog.indicators[code] for code in indicators]
    copies = [any(is_copy(catalog, c) for c in cell.split("|")) for cell in sources]
    changed = {note: text for note, text in written.items() if text != note}
    return {
        "named_regions": pa.table(
            {
                "region_code": regions,
                "region": words([catalog.regions[c].short_name[language] for c in regions]),
            }
        ),
        "named_indicators": pa.table(
            {
                "indicator_code": indicators,
                "indicator": words([card.name[language] for card in cards]),
                "unit": words([catalog.units[card.unit].name[language] for card in cards]),
                "is_first_estimate": [card.is_first_estimate for card in cards],
            }
        ),
        "named_sources": pa.table(
            {
                "source_code": sources,
                "source": words([cited(cell, titles) for cell in sources]),
                "is_copy": copies,
            }
        ),
        "written_notes": pa.table(
            {"note": pa.array(changed, pa.string()), "written": pa.array(changed.values())}
            if changed
            else {"note": pa.array([], pa.string()), "written": pa.array([], pa.string())}
        ),
    }
