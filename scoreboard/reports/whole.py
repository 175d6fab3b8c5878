"""A whole release as one file: a DuckDB database, or Parquet files in a zip."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from scoreboard.answers.observations import Selection, stream
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.reports.streams import EMPTY
from scoreboard.store.export import write_database

WholeFormat = Literal["duckdb", "parquet"]
MEDIA_TYPES: dict[WholeFormat, str] = {
    "duckdb": "application/vnd.duckdb.file",
    "parquet": "application/zip",
}
ENDINGS: dict[WholeFormat, str] = {"duckdb": "duckdb", "parquet": "zip"}
COMMENTS = {
    "observation": "数值，一行一个地区、指标、年份；未公布的没有行 / one row a region, indicator "
    "and year; what is not published has no row",
    "indicator": "指标：定义、单位、公式 / indicators: definition, unit, formula",
    "region": "地区（GB/T 2260）/ regions",
    "source": "来源 / publications",
    "register_item": "国家名单各项 / items of the national lists",
    "release": "版本 / the release",
}


def write_whole(release: Release, form: WholeFormat, language: Language, file: Path) -> None:
    """Every figure of a release with the words that explain it, into a new file."""
    tables = _tables(release, language)
    if form == "duckdb":
        given = {name: make() for name, make in tables.items()}
        write_database(file, given, COMMENTS)
        return
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # Parquet is packed itself
        archive.writestr(
            "README.txt", "\n".join(f"{n}.parquet: {said}" for n, said in COMMENTS.items())
        )
        for name, make in tables.items():
            with archive.open(f"{name}.parquet", "w") as member:
                _write_parquet(make(), member)


def to_whole(release: Release, form: WholeFormat, language: Language) -> bytes:
    """The same as bytes, for a download of a page."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"release.{ENDINGS[form]}"
        write_whole(release, form, language, file)
        return file.read_bytes()


def _write_parquet(given: pa.Table | pa.RecordBatchReader, member: object) -> None:
    reader = given.to_reader() if isinstance(given, pa.Table) else given
    sink = pa.PythonFile(member, mode="w")
    with parquet.ParquetWriter(sink, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def _tables(
    release: Release, language: Language
) -> dict[str, Callable[[], pa.Table | pa.RecordBatchReader]]:
    """What a release holds, each table made when its turn comes."""
    catalog = release.catalog

    def observation() -> pa.RecordBatchReader:
        rows = (batch.cast(EMPTY) for batch in stream(release, Selection(), language))
        return pa.RecordBatchReader.from_batches(EMPTY, rows)

    def frame(rows: pd.DataFrame) -> pa.Table:
        return pa.Table.from_pandas(rows, preserve_index=False)

    return {
        "observation": observation,
        "indicator": lambda: frame(indicator_rows(release, list(catalog.indicators), language)),
        "region": lambda: frame(
            pd.DataFrame(
                {
                    "region_code": region.code,
                    "name": region.name[language],
                    "short_name": region.short_name[language],
                    "level": region.level,
                    "parent_code": region.parent_code,
                }
                for region in catalog.regions.values()
            )
        ),
        "source": lambda: frame(source_rows(release, list(catalog.sources))),
        "register_item": lambda: frame(release.register_items()),
        "release": lambda: frame(
            pd.DataFrame(
                [
                    {
                        "release": release.number,
                        "published_at": release.info.published_at,
                        "kind": release.info.kind,
                        "sha256": release.key.digest,
                    }
                ]
            )
        ),
    }


def indicator_rows(release: Release, codes: list[str], language: Language) -> pd.DataFrame:
    """What indicators mean: one row a code, as the catalog has it."""
    catalog = release.catalog
    return pd.DataFrame(
        {
            "indicator_code": code,
            "name": catalog.indicators[code].name[language],
            "unit": catalog.unit_of(code).name[language],
            "definition": catalog.indicators[code].definition[language],
            "direction": catalog.indicators[code].direction,
            "pillar": catalog.pillars[catalog.indicators[code].pillar].name[language],
            "formula": catalog.indicators[code].formula or "",
            "caveats": " ".join(c[language] for c in catalog.indicators[code].caveats),
        }
        for code in codes
    )


def source_rows(release: Release, codes: list[str]) -> pd.DataFrame:
    """Publications: one row a code."""
    sources = release.catalog.sources
    return pd.DataFrame(
        {
            "source_code": code,
            "title": sources[code].title,
            "publisher": sources[code].publisher,
            "published": sources[code].published,
            "url": sources[code].url,
            "grade": sources[code].grade,
        }
        for code in codes
        if code in sources
    )
