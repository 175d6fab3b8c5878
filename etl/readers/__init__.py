"""One file per form that a table comes in; each turns its form into the same raw relation.

The raw relation has one row per figure, everything as text and just as written: `file` (number of
the file in the list read), `place_text` (code, or name where there is no code), `name_text`,
`year_text`, `indicator_text`, `value_text`, `unit_text`, `status_text`, `source_text`, `note_text`.
"""
