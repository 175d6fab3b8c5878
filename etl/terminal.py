"""The language of the terminal: Chinese where the system is set to it, else English."""

from __future__ import annotations

import argparse
import locale
import os
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

# What argparse says by itself.
_SENTENCES = {
    "usage: ": "用法：",
    "%(prog)s: error: %(message)s\n": "%(prog)s：用法有误：%(message)s\n",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示本说明",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少%s",
    "unrecognized arguments: %s": "不能识别：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有%(value)r，可选：%(choices)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "没有%(parser_name)r，可选：%(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "不能是%(value)r",
    "expected one argument": "其后应有一个值",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s不明确，可能是：%(matches)s"
    ),
    "ignored explicit argument %r": "其后不应有值：%r",
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


def translate_argparse() -> None:
    """Let argparse say its own sentences in the language of the terminal."""
    # It asks these two names of its module for each of them, as it does where gettext is set up.
    vars(argparse).update(_=_of_argparse, ngettext=_counted)


def _of_argparse(english: str) -> str:
    return said(_SENTENCES.get(english, english), english)


def _counted(one: str, many: str, count: int) -> str:
    return _of_argparse(one if count == 1 else many)
