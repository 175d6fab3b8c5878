"""Reads what the National Bureau's database gives to download.

That is 分省年度数据, 主要城市年度数据 and 年度数据. Title rows name the database and what is fixed
(指标：…, 地区：… or 时间：…); the header gives years, or the other way about; several such blocks
may stand below each other.
"""

from __future__ import annotations

from etl.read import cells as c
from etl.read.forms import crosstab
from etl.read.forms.blocks import Context
from etl.read.model import Hints, Sheet, SheetResult

_CORNERS = frozenset(["地区", "指标", "时间"])


def recognise(sheet: Sheet) -> float:
    """How surely a sheet is such an export, 0 to 1."""
    firsts = [c.plain(c.text_of(row[0])) for row in sheet.cells[:12] if row]
    if any(first.startswith(("数据库:", "Database:")) for first in firsts):
        return 0.97
    is_fixed = any(first.startswith(("指标:", "地区:", "时间:")) for first in firsts)
    return 0.9 if is_fixed and _CORNERS & set(firsts) else 0.0


def read(sheet: Sheet, hints: Hints, before: Context | None = None) -> SheetResult:
    """Every figure of the export, with indicator, unit, region and year from where they stand."""
    return crosstab.read(sheet, hints, before)
