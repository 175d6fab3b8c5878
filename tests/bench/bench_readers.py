"""How long does it take to read exports of the National Bureau, against pandas?

200 workbooks of 31 provinces by 20 years become one long table, in turns: (a) by pandas with the
calamine engine and a reshape by melting; (b) by our reader in processes of its own, as many as it
takes by itself (at most four, and no more than there are cores); (c) by our reader in this process
alone. Ours also checks the archive, finds out form, unit,
indicator and source, and keeps of every figure in which cell it stood.

    python -m tests.bench.bench_readers --files 200 --repeat 5
"""

from __future__ import annotations

import argparse
import io
import random
import re
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import orjson
import pandas as pd
import xlsxwriter

from etl.read import FileLimits, Hints, child, combine, read_files
from etl.read.reading import to_reading
from etl.read.vocabulary import PROVINCES
from tests.bench.report import Section, Target, ratio, spread, write_table

YEARS = range(2024, 2004, -1)
LIMIT = 0.25
File = tuple[bytes, str]


def write_export(number: int) -> bytes:
    """A workbook as the database gives it: three title rows, a header, provinces, a footer."""
    draw = random.Random(number)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("分省年度数据")
    for row, title in enumerate(
        ("数据库：分省年度数据", f"指标：指标{number}(亿元)", "时间：最近20年")
    ):
        sheet.write_string(row, 0, title)
    sheet.write_row(3, 0, ["地区", *(f"{year}年" for year in YEARS)])
    provinces = sorted(PROVINCES)[:31]
    for row, province in enumerate(provinces, start=4):
        sheet.write_row(row, 0, [province, *(round(draw.uniform(1, 1e5), 2) for _ in YEARS)])
    sheet.write_string(4 + len(provinces), 0, "数据来源：国家统计局")
    book.close()
    return buffer.getvalue()


def read_by_pandas(files: list[File]) -> pd.DataFrame:
    """What one would write with pandas: find the header, melt, take unit and indicator."""
    return pd.concat([_read_one_by_pandas(*file) for file in files], ignore_index=True)


def _read_one_by_pandas(content: bytes, name: str) -> pd.DataFrame:
    raw = pd.read_excel(io.BytesIO(content), engine="calamine", header=None)
    first = raw[0].astype(str)
    header = first[first == "地区"].index[0]
    said = re.fullmatch(r"指标：(.+)\((.+)\)", first[first.str.startswith("指标：")].iloc[0])
    body = raw.iloc[header + 1 :]
    body = body[~body[0].astype(str).str.startswith(("数据来源", "注"))]
    body.columns = raw.iloc[header]
    long = body.melt(id_vars="地区", var_name="year", value_name="value").dropna()
    long["year"] = long["year"].str.removesuffix("年").astype(int)
    long["value"] = pd.to_numeric(long["value"])
    return long.assign(indicator=said and said[1], unit=said and said[2], file=name)


def read_apart(files: list[File]) -> pd.DataFrame:
    """Our reader, in processes of its own, started anew."""
    return combine(read_files(files, hints=Hints(source="bench")))


def read_here(files: list[File]) -> pd.DataFrame:
    """Our reader in this process, without its safety."""
    settings = {"form": None, "hints": asdict(Hints(source="bench"))}
    readings = []
    for content, name in files:
        answered: dict[str, Any] = {}
        for part in child.answer(content, settings, FileLimits()):
            answered |= orjson.loads(part)
        readings.append(to_reading(name, child.restore(answered)))
    return combine(readings)


WAYS: dict[str, Callable[[list[File]], pd.DataFrame]] = {
    "pandas, calamine engine": read_by_pandas,
    "our reader, in processes of its own": read_apart,
    "our reader, in this process": read_here,
}


def measure(count: int = 200, repeats: int = 5) -> Section:
    """Read the same files in every way, in turns; seconds of each."""
    files = [(write_export(number), f"{number}.xlsx") for number in range(count)]
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    rows = len(sorted(PROVINCES)[:31]) * len(YEARS) * count
    for turn in range(repeats + 1):
        for way, read in WAYS.items():
            started = time.perf_counter()
            found = len(read(files))
            taken = time.perf_counter() - started
            assert found == rows, f"{way}: {found} figures instead of {rows}"
            if turn:  # the first turn loads libraries
                seconds[way].append(taken)
    theirs, apart, here = seconds.values()
    caption = f"{count} workbooks of 31 provinces × 20 years into one long table, seconds:"
    return Section(
        name="readers",
        title="Reading exports",
        command=f"python -m tests.bench.bench_readers --files {count} --repeat {repeats}",
        tables=[(caption, ["", "seconds"], [[way, spread(s, 2)] for way, s in seconds.items()])],
        targets=[
            Target("reading exports ÷ pandas", ratio(apart, theirs), LIMIT),
            Target("reading exports in this process ÷ pandas", ratio(here, theirs), LIMIT),
        ],
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Reads exports, ours beside pandas.")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=5)
    asked = parser.parse_args()
    section = measure(asked.files, asked.repeat)
    for caption, heading, rows in section.tables:
        print(f"{caption}\n\n{write_table(heading, rows)}\n")
    for target in section.targets:
        print(f"{target.what}: {target.value:.2f} (promised ≤ {target.limit})")


if __name__ == "__main__":
    main()
