"""Text from outside is no formula in a spreadsheet, and one line of plain text on a page."""

from __future__ import annotations

import ast
import re
import unicodedata
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from scoreboard.harmless import neutralise, neutralise_table
from scoreboard.reports.tables import TableFacts, to_csv, to_xlsx
from scoreboard.ui.plain import plain

ROOT = Path(__file__).resolve().parents[2]
UNSEEN = ["", " ", "\t", "\r", "\n", "\x00", "\u00a0", "\u3000", "\u200b", "\ufeff", " \u2060 "]
SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", UNSEEN)
def test_a_sign_that_starts_a_formula_is_neutralised_whatever_stands_before_it(
    before: str, sign: str
) -> None:
    text = f"{before}{sign}cmd|' /C calc'!A0"
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["", "陕西", "-", "——", "-5.3", "－5", "+1,234.5 亿元", "-3.2%", "-12.3①", "1+1", "a=b", "…"],
)
def test_numbers_dashes_and_plain_names_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


@pytest.mark.parametrize("text", ["+1+1", "-1|cmd", "-2+3+cmd|' /C calc'!A0", "+1;A1", "-1*A1"])
def test_a_number_that_goes_on_as_a_formula_is_none(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@given(st.text(st.sampled_from([*"=+-@＝ \t\r\u200b\ufeff1a(|)陕%."]), max_size=8))
def test_no_text_is_left_that_starts_like_a_formula_and_can_do_something(text: str) -> None:
    left = neutralise(text)
    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    start = next((i for i, c in enumerate(left) if unicodedata.category(c) not in unseen), 0)
    shown = unicodedata.normalize("NFKC", left[start:])
    if shown[:1] in "=+-@" and shown:
        assert shown[0] in "+-"
        assert not re.search(r"[(|)=@]", shown)
        assert not re.search(r"[+-]", shown.lstrip("+-")), left


def test_a_table_is_neutralised_in_cells_headings_lists_and_labels() -> None:
    table = pd.DataFrame(
        {
            "=head": ["=1", "陕西", None],
            "list": [["x"], [" =y"], []],
            "kind": pd.Categorical(["＝q", "r", "r"]),
            "n": pd.array([-1, None, 2], "Int64"),
        },
        index=["@a", "b", "c"],
    )
    told = neutralise_table(table)
    assert list(told.columns) == ["'=head", "list", "kind", "n"]
    assert list(told.index) == ["'@a", "b", "c"]
    assert list(told["'=head"].dropna()) == ["'=1", "陕西"]
    assert list(told["list"]) == [["x"], ["' =y"], []]
    assert list(told["kind"]) == ["'＝q", "r", "r"]
    assert told["n"].dtype == "Int64"
    assert "=head" in table, "the table itself is not touched"


def test_our_downloads_are_neutralised_by_the_same_rule() -> None:
    table = pd.DataFrame({"Name": ["\t=1+1", "＝1", "-2.5"]})
    facts = TableFacts("=title", (("Source", "@SUM(1)"),))
    lines = to_csv(table, facts).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["'\t=1+1,'@SUM(1)", "'＝1,'@SUM(1)", "-2.5,'@SUM(1)"]
    book = load_workbook(BytesIO(to_xlsx(table, facts)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_every_table_of_a_page_goes_through_the_one_place_that_neutralises_it() -> None:
    calls = [
        (file.name, node.func.attr)
        for folder in ("scoreboard/ui", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"dataframe", "data_editor", "table", "write"}
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "st"
    ]
    assert sorted(calls) == [
        ("tables.py", "data_editor"),
        ("tables.py", "dataframe"),
        ("tables.py", "dataframe"),
    ]


# What the browser looks for in text that Markdown has been read from already: bare addresses
# (mdast-util-gfm-autolink-literal), emoji (remark-emoji), icons and logo (Streamlit).
FOUND_LATER = [
    r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)",
    r"([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)",
    r":\+1:|:-1:|:[\w-]+:",
    r":material[_/](\w+):",
    r":streamlit:",
]
PIECES = [
    *("\n", "\r", "\u2028", "\x0b", "\t", "    ", "# ", "* ", "1. ", "> ", "---", "```", "~~", "`"),
    *("https://x.yz", "www.x.yz", "a@x.yz", "mailto:a@x.yz", ":smile:", ":+1:", ":material/home:"),
    *(
        ":red[x]",
        "$x$",
        "<img src=x>",
        "![](//x)",
        "[a](b)",
        "|",
        "&amp;",
        "\\",
        ":",
        "/",
        "x",
        "陕",
    ),
    *("\u202e", "\u2066"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example("\n\u202e\n")
def test_plain_text_is_one_line_in_which_nothing_has_effect(text: str) -> None:
    line = plain(text)
    assert len(line.splitlines()) <= 1
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x1f]", line)
    assert not line.startswith("  ")
    # Every sign of Markdown is escaped …
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#$|!~:&]", re.sub(r"\\[^\\]", "", line))
    # … and nothing is left for those who look at the text once it is read.
    read = re.sub(r"\\(.)", r"\1", line)
    for pattern in FOUND_LATER:
        assert not re.search(pattern, read, re.ASCII | re.IGNORECASE), (pattern, read)
    assert ":material/" not in read and "\\:material/" not in line
    # What is shown is what was written, but for breaks and signs without width.
    shown = re.sub("[\u2060\u202e\u2066]", "", read)
    assert shown.split() == re.sub("[\u202e\u2066]", "", text).split()
