"""Observations as SDMX-CSV 2.0, by the data structure in structure.xml."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

STRUCTURE = Path(__file__).with_name("structure.xml")
DATAFLOW = "SCOREBOARD:OBSERVATIONS(1.0)"
_COLUMNS = {
    "REF_AREA": "region_code",
    "INDICATOR": "indicator_code",
    "TIME_PERIOD": "year",
    "OBS_VALUE": "value",
    "OBS_STATUS": "status",
    "UNIT_MEASURE": "unit",
    "SOURCE": "source",
    "COMMENT_OBS": "note",
}
_SAME = {"STRUCTURE": "dataflow", "STRUCTURE_ID": DATAFLOW, "ACTION": "I"}


def to_sdmx_csv(batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """Observations (`scoreboard.answers.observations`) as SDMX-CSV, some thousand lines at a time.

    Without the byte-order mark, which readers of SDMX take for a part of the first heading. A
    missing value has no line.
    """
    yield (",".join([*_SAME, "FREQ", *_COLUMNS]) + "\n").encode()
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    for batch in batches:
        rows = len(batch)
        columns = {name: pa.array([value] * rows) for name, value in _SAME.items()}
        columns["FREQ"] = pa.array(["A"] * rows)
        for name, ours in _COLUMNS.items():
            column = batch.column(ours)
            # Readers split at whatever ends a line anywhere.
            is_text = name in ("SOURCE", "COMMENT_OBS")
            columns[name] = pc.replace_substring_regex(column, r"\s+", " ") if is_text else column
        buffer = io.BytesIO()
        csv.write_csv(pa.table(columns), buffer, options)
        yield buffer.getvalue()
