"""Files of any known form in, figures out: one file per form that a table comes in.

`read_file` reads what an analyst uploads, in a process of its own. `tidy` reads our own shipped
csv files, set-wise in DuckDB, into a raw relation: one row per figure, everything as text and just
as written: `file` (number of the file in the list read), `place_text` (code, or name where there
is no code), `name_text`, `year_text`, `indicator_text`, `value_text`, `unit_text`, `status_text`,
`source_text`, `note_text`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.readers.model import Hints, Limits

if TYPE_CHECKING:
    from etl.readers.marking import mark_problems
    from etl.readers.reading import Reading, combine, read_file, read_files

__all__ = ["Hints", "Limits", "Reading", "combine", "mark_problems", "read_file", "read_files"]


def __getattr__(name: str) -> Any:
    """Load the rest when it is asked for: the process that opens strange files does without."""
    if name == "mark_problems":
        from etl.readers import marking

        return marking.mark_problems
    if name in __all__:
        from etl.readers import reading

        return getattr(reading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
