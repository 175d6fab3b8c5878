"""The language of the terminal: Chinese where the system is set to it, else English."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from typing import Any, NoReturn
from unicodedata import east_asian_width

from scoreboard.catalog.models import Language

# Bare words of tables: severities, actions and kinds of releases.
_WORDS = {
    "error": "错误",
    "warning": "警告",
    "notice": "提示",
    "added": "新增",
    "changed": "变动",
    "withdrawn": "撤回",
    "build": "内置",
    "publish": "发布",
    "withdraw": "撤回",
    "rollback": "退回",
    "status": "状态",
    "source": "来源",
    "note": "备注",
}
# What is done at the moment, beside the progress bar.
_STEPS = {
    "reading the file": "读取文件",
    "reading the names": "识别名称",
    "reading the figures": "读取数值",
    "locating what is wrong": "定位问题",
    "working out derived indicators": "计算派生指标",
    "comparing sizes with the years before": "与历年的大小比较",
    "comparing with all other figures": "与其他各数值比较",
    "listing what was found": "汇总结果",
    "comparing with the release in force": "与现行版本比较",
    "ranking": "计算位次",
    "listing the changes": "列出变动",
    "waiting for other writers": "等待其他写入完成",
    "writing the release": "写入版本",
    "done": "完成",
    "reading the catalog's names": "读取目录中的名称",
    "reading and checking the files": "读取并检查文件",
    "Projecting and simplifying the cities": "投影并简化市级边界",
    "Projecting and simplifying the counties": "投影并简化县级边界",
    "Writing the files": "写入文件",
    "Working out who borders on whom": "计算相邻地区",
}


def language() -> Language:
    """The language of messages, as the system says it: LC_ALL, else LC_MESSAGES, else LANG.

    Systems without these (Windows) are asked by their locale.
    """
    said = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None)
    name = said if said is not None else locale.getlocale()[0] or ""
    return "zh" if name.casefold().startswith(("zh", "chinese")) else "en"


def said(zh: str, en: str) -> str:
    """One of two wordings, in the language of the terminal."""
    return zh if language() == "zh" else en


def word(english: str) -> str:
    """A bare word of a table in the language of the terminal."""
    return said(_WORDS.get(english, english), english)


def step(english: str) -> str:
    """What is done at the moment, in the language of the terminal."""
    return said(_STEPS.get(english, english), english)


def pad(text: str, width: int) -> str:
    """A text filled up with spaces; Chinese takes two columns a letter."""
    taken = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * (width - taken)


class _Formatter(argparse.HelpFormatter):
    """Help with its own words in the language of the terminal."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The line of usage, with its first word."""
        first = said("用法：", "usage: ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, first)


class Parser(argparse.ArgumentParser):
    """A parser that asks and refuses in the language of the terminal, as far as argparse can."""

    def __init__(self, **given: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, **given)
        self._optionals.title = said("选项", "options")
        self._positionals.title = said("参数", "arguments")
        self.add_argument(
            "-h",
            "--help",
            action="help",
            help=said("显示本说明", "show this help and exit"),
        )

    def error(self, message: str) -> NoReturn:
        """Say the usage and what is wrong, and end with bad usage."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {said('用法有误：', 'error: ')}{message}\n")
