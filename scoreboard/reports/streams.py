"""Observations as files that are written while they are sent: CSV and Parquet."""

from __future__ import annotations

import codecs
import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain

import pyarrow as pa
from pyarrow import csv, parquet

from scoreboard.answers.observations import COLUMNS

_CHUNK = 2**18


def stream_csv(batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """CSV that Excel and WPS open without garbling: UTF-8 with a byte-order mark."""
    yield codecs.BOM_UTF8 + (",".join(COLUMNS) + "\n").encode()
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    for batch in batches:
        buffer = io.BytesIO()
        csv.write_csv(batch, buffer, options)
        yield buffer.getvalue()


def stream_parquet(batches: Iterator[pa.RecordBatch], about: dict[str, str]) -> Iterator[bytes]:
    """Parquet by way of a file on disk, as its table of contents comes last.

    about: what the file says of itself, such as the release.
    """
    first = next(batches, None)
    if first is None:
        first = pa.RecordBatch.from_pylist([], EMPTY)
    schema = first.schema.with_metadata(about)
    with tempfile.TemporaryFile() as file:
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for batch in chain((first,), batches):
                writer.write_batch(batch.replace_schema_metadata(about))
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


_NUMBERS = {"year": pa.int32(), "value": pa.float64(), "release": pa.int32()}
EMPTY = pa.schema([(name, _NUMBERS.get(name, pa.string())) for name in COLUMNS])
