"""Opens parquet files; the names of the columns become the first row."""

from __future__ import annotations

import decimal
import io
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from etl.read.model import Cell, FileLimits, Sheet, Unreadable


def open_parquet(content: bytes, limits: FileLimits) -> list[Sheet]:
    """The one sheet of a parquet file. Raises Unreadable when it is damaged or too large."""
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        meta = file.metadata
        if (meta.num_rows + 1) * meta.num_columns > limits.cells:
            raise Unreadable("too_many_cells", f"{limits.cells:,}")
        groups = range(meta.num_row_groups)
        if sum(meta.row_group(group).total_byte_size for group in groups) > limits.bytes_unpacked:
            raise Unreadable("unpacks_too_large", f"{limits.bytes_unpacked // 2**20}")
        table = file.read(use_threads=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable("damaged", "parquet") from error
    columns = [[_plain(value) for value in column.to_pylist()] for column in table.columns]
    header: list[Cell] = [str(name) for name in table.column_names]
    return [Sheet("", [header, *map(list, zip(*columns, strict=True))])]


def _plain(value: Any) -> Cell:
    if isinstance(value, float):
        return None if value != value else value
    if isinstance(value, decimal.Decimal | list | dict):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value
