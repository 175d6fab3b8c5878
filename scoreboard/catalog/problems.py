"""What is wrong with a file of the catalog, and in which line, in words for who has to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import ValidationError

from scoreboard.catalog.models import Language, Text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from scoreboard.catalog.models import Entry

# Problems said in one sentence on a page; the command line lists all.
_SAID = 1
# What is wrong with a value, by the kinds of pydantic; {…} are fields of its context.
_VALUES_ZH = {
    "missing": "缺少这一项",
    "literal_error": "应为{expected}",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "应符合{pattern}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为true或false",
    "bool_parsing": "应为true或false",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "dict_type": "应为“项: 值”的形式",
    "model_type": "应为“项: 值”的形式",
    "greater_than": "应大于{gt}",
    "greater_than_equal": "应不小于{ge}",
    "less_than": "应小于{lt}",
    "less_than_equal": "应不大于{le}",
}


@dataclass(frozen=True)
class CatalogProblem:
    """One thing that is wrong: the file as a person finds it, the line where known, and what."""

    file: str
    line: int | None
    text: Text

    def said(self, language: Language) -> str:
        """File, line and what is wrong, in one sentence without a full stop."""
        if language == "zh":
            line = f"第{self.line}行" if self.line else ""
            return f"{self.file}{line}：{self.text.zh}"
        line = f" line {self.line}" if self.line else ""
        return f"{self.file}{line}: {self.text.en}"


class CatalogError(ValueError):
    """The catalog cannot be used; `problems` lists all that is wrong, the message one a line."""

    def __init__(self, problems: Iterable[CatalogProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.said("en") for problem in self.problems)

    def said(self, language: Language) -> str:
        """The first problem in a sentence, and how many more there are."""
        first = "".join(problem.said(language) for problem in self.problems[:_SAID])
        more = len(self.problems) - _SAID
        if more < 1:
            return first + ("。" if language == "zh" else ".")
        return first + (f"；另有{more}处。" if language == "zh" else f"; and {more} more.")


@dataclass(frozen=True)
class EntryInFile:
    """An entry as it lies in a file: the file and its name for people, and where in the file.

    number: its place in a list, from 0; line: its line where that is known (tables).
    """

    entry: object
    path: Path
    file: str
    number: int | None = None
    line: int | None = None

    def line_of(self, keys: Sequence[int | str]) -> int | None:
        """The line of what stands under some keys of the entry, or of the nearest above it."""
        if self.line is not None:
            return self.line
        return _line_under(self.path, [*([] if self.number is None else [self.number]), *keys])


def describe_unfit(
    found: EntryInFile, kind: type[Entry], error: ValidationError
) -> list[CatalogProblem]:
    """What pydantic has against an entry, with the line of each."""
    # A key that is missing is most often there, misspelt: that one is said first.
    errors = sorted(error.errors(), key=lambda e: e["type"] == "missing")
    return [
        CatalogProblem(found.file, found.line_of(e["loc"]), _unfit_text(e, kind)) for e in errors
    ]


def _unfit_text(error: ErrorDetails, kind: type[Entry]) -> Text:
    field = ".".join(map(str, error["loc"])) or kind.__name__
    value = repr(error["input"])[:80]
    if error["type"] == "extra_forbidden":
        known = ", ".join(kind.model_fields) if len(error["loc"]) == 1 else ""
        return Text(
            zh=f"没有“{field}”这一项（现为{value}）" + (f"，可用的项：{known}" if known else ""),
            en=f"{field}: there is no such key (found {value})"
            + (f"; accepted: {known}" if known else ""),
        )
    context = {k: str(said).replace(" or ", "、") for k, said in error.get("ctx", {}).items()}
    wanted = _VALUES_ZH.get(error["type"], "取值不合要求：{message}")
    zh = wanted.format(**{"message": error["msg"], "expected": "", "pattern": "", **context})
    shown = "" if error["type"] == "missing" else f"（现为{value}）"
    return Text(zh=f"“{field}”{zh}{shown}", en=f"{field}: {error['msg']} (found {value})")


def unreadable(path: Path, file: str, error: Exception) -> CatalogProblem:
    """Why a file could not be read at all: it is gone, or no text, no YAML or no table."""
    line = None
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        # What is missing at the end is told of the line after the last.
        lines = len(path.read_bytes().splitlines())
        line = min(error.problem_mark.line + 1, max(lines, 1))
        reason = " ".join(filter(None, (error.context, error.problem)))
        text = Text(
            zh=f"不是有效的YAML，请检查缩进、引号、括号和冒号后的空格（{reason}）",
            en=f"this is no valid YAML ({reason}); check indents, quotes, brackets and the space"
            " after each colon",
        )
    elif isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        text = Text(zh="编码不是UTF-8，请另存为UTF-8", en="this is not UTF-8; save it as UTF-8")
    elif isinstance(error, FileNotFoundError):
        text = Text(zh="缺少该文件", en="the file is missing")
    else:
        reason = str(error).replace("\n", " ") or type(error).__name__
        text = Text(zh=f"无法读取（{reason}）", en=f"it cannot be read ({reason})")
    return CatalogProblem(file, line, text)


def _line_under(path: Path, keys: Sequence[int | str]) -> int | None:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return None
    line = None if node is None else node.start_mark.line + 1
    for key in keys:
        place: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            # The key's own line, since a value may begin further below.
            pair = next((p for p in node.value if p[0].value == str(key)), None)
            place, node = pair if pair else (None, None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key] if key < len(node.value) else None
            place = node
        if place is None:
            break
        line = place.start_mark.line + 1
    return line


def line_with(path: Path, *codes: str) -> int | None:
    """The first line of a file in which all codes stand, each a word of its own; else the last's.

    The codes are those of an entry and of what it names.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    begun = 0
    for code in filter(None, codes):
        word = re.compile(rf"(?<![\w-]){re.escape(code)}(?![\w-])")
        begun = next((n for n, line in enumerate(lines) if n >= begun and word.search(line)), begun)
    return begun + 1
