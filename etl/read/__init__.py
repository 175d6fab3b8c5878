"""Files of any known form in, figures out: one file per form that a table comes in.

`read_file` reads what an analyst uploads, in a process of its own. `tidy` reads our own shipped
csv files, set-wise in DuckDB, into a raw relation: one row per figure, everything as text and just
as written: `file` (number of the file in the list read), `place_text` (code, or name where there
is no code), `name_text`, `year_text`, `indicator_text`, `value_text`, `unit_text`, `status_text`,
`source_text`, `note_text`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.read.model import FileLimits, Hints

if TYPE_CHECKING:
    from etl.read.marking import mark_issues
    from etl.read.reading import Reading, combine, read_file, read_files

__all__ = ["FileLimits", "Hints", "Reading", "combine", "mark_issues", "read_file", "read_files"]


def __getattr__(name: str) -> Any:
    """Load the rest when it is asked for: the process that opens strange files does without."""
    if name == "mark_issues":
        from etl.read import marking

        return marking.mark_issues
    if name in __all__:
        from etl.read import reading

        return getattr(reading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
