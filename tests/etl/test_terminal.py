"""The command line speaks the language that the system is set to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import terminal
from etl.__main__ import main
from scoreboard.paths import ROOT
from tests.etl.table_files import to_csv

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
CHINESE = re.compile("[\u3400-\u9fff]")
FILE = "a.csv"
GRID = [["地区", "年份", "R&D经费(亿元)"], ["江苏", 2030, 5.5], ["某某", 2023, 4]]
Run = Callable[..., tuple[str, str, int]]


def choose(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    for name in LOCALES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("given", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_language_is_that_of_the_system(
    given: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, **given)
    assert terminal.language() == language


@pytest.mark.parametrize(
    ("name", "language"), [("Chinese (Simplified)_China", "zh"), ("English_Germany", "en")]
)
def test_a_system_without_these_variables_is_asked(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch)
    monkeypatch.setattr(terminal.locale, "getlocale", lambda: (name, "936"))
    assert terminal.language() == language


@pytest.fixture
def run(
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """What a command prints and complains, and how it ends, in a language."""
    monkeypatch.setattr("scoreboard.paths.RELEASES", base)
    monkeypatch.chdir(tmp_path)
    Path(FILE).write_bytes(to_csv(GRID))

    def started(lang: str, *arguments: str) -> tuple[str, str, int]:
        choose(monkeypatch, LANG=lang)
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return (*capsys.readouterr(), code)

    return started


COMMANDS = ("build", "check", "publish", "withdraw", "rollback", "releases", "boundaries", "brief")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_one_language(command: str, run: Run) -> None:
    arguments = [*([command] if command else []), "--help"]
    english, *_ = run("C", *arguments)
    assert not CHINESE.search(english)
    chinese, *_ = run("zh_CN.UTF-8", *arguments)
    assert chinese.startswith("用法：python -m etl") and "用法：用法" not in chinese
    # Nothing that is said in words is left in English; options, commands and formats are no words.
    no_words = r"python -m etl|whole_year|whole_society|--?[a-z-]+|\{[a-z_,]+\}|docx|pdf"
    bare = re.sub(no_words, "", chinese)
    bare = re.sub(rf"\b(?:{'|'.join(COMMANDS)}|h)\b", "", bare)
    assert not re.search("[A-Za-z]{2}", bare)


def test_a_check_is_told_in_one_language(run: Run) -> None:
    english, _, code = run("C", "check", FILE, "--source", "s")
    chinese, _, same = run("zh_CN.UTF-8", "check", FILE, "--source", "s")
    assert code == same == 1
    assert english.splitlines()[1].startswith("form        tidy")
    lines = chinese.splitlines()
    assert lines[:3] == ["文件  a.csv", "形式  tidy", "数值  2：0正确，2有误，0重复，0撤回"]
    assert any(line.startswith("错误     region_unknown") for line in lines)
    assert any("没有名为“某某”的地区" in line for line in lines)
    assert any(line.startswith("    应为：") for line in lines)
    assert "accepted" not in chinese and "no region" not in chinese


def test_what_publishing_would_change_is_told_in_one_language(run: Run) -> None:
    Path(FILE).write_bytes(to_csv([*GRID[:1], ["江苏", 2023, 4212.3]]))
    chinese, _, _ = run("zh_CN.UTF-8", "check", FILE, "--source", "s")
    assert re.search(
        r"与第\d+版相比：新增\d+，变动\d+，撤回0，不变\d+；随之变动的派生数值", chinese
    )
    english, _, _ = run("C", "check", FILE, "--source", "s")
    assert re.search(r"against release \d+: \d+ added", english)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("check", "none.csv"), "文件无法打开：none.csv", "No such file"),
        (("check", FILE, "--match", "宁=nowhere"), "目录中没有：nowhere", "not in the catalog"),
        (("check", FILE, "--unit-of", "R&D"), "“R&D”不是“名称=…”的形式", "is not NAME="),
        (("check", FILE, "--accept", "jump"), "“jump”不是“类型=理由”的形式", "is not KIND=REASON"),
        (("check",), "用法有误：缺少文件", "error: the following arguments are required: FILE"),
        ((), "用法有误：缺少命令", "error: the following arguments are required: COMMAND"),
        (("look",), "命令：没有'look'，可选：'build', 'releases'", "invalid choice: 'look'"),
        (("check", FILE, "--form", "x"), "--form：没有'x'，可选：'tidy'", "invalid choice: 'x'"),
        (("check", FILE, "--last"), "用法有误：不能识别：--last", "unrecognized arguments: --last"),
        (("check", FILE, "--year"), "--year：其后应有一个值", "expected one argument"),
        (("withdraw", "last"), "版本号：不能是'last'", "invalid int value: 'last'"),
    ],
)
def test_bad_usage_is_told_in_one_language(
    arguments: tuple[str, ...], zh: str, en: str, run: Run
) -> None:
    _, chinese, code = run("zh_CN.UTF-8", *arguments)
    _, english, _ = run("C", *arguments)
    assert code == 2
    assert zh in chinese and en in english
    assert not CHINESE.search(english.replace("宁", "").replace("经费", ""))
    assert not re.search("argument|required|invalid|choose|expected|usage|error", chinese)


def test_releases_are_listed_in_one_language(run: Run) -> None:
    chinese, _, _ = run("zh_CN.UTF-8", "releases")
    assert re.search(r"现行版本：\d+$", chinese.strip()) and "发布人" in chinese
    english, _, _ = run("C", "releases")
    assert re.search(r"In force: release \d+$", english.strip())


def test_what_cannot_be_withdrawn_is_refused_in_one_language(run: Run) -> None:
    chinese, _, code = run("zh_CN.UTF-8", "withdraw", "999", "--by", "张三")
    english, _, _ = run("C", "withdraw", "999", "--by", "someone")
    assert code == 1
    assert CHINESE.search(chinese) and not CHINESE.search(english)


def test_every_step_has_its_chinese() -> None:
    told = {
        step
        for path in (ROOT / "etl").rglob("*.py")
        for step in re.findall(r'\b(?:say|progress)\(f?"([^"]+)"\)', path.read_text("utf-8"))
    }
    told.discard("reading the file again")  # for the marked copy, on the page
    assert told and told <= set(terminal._STEPS)


def test_what_was_probably_meant_is_said_once(run: Run) -> None:
    Path(FILE).write_bytes(to_csv([*GRID[:1], ["安微省", 2023, 5.5]]))
    chinese, *_ = run("zh_CN.UTF-8", "check", FILE, "--source", "s")
    english, *_ = run("C", "check", FILE, "--source", "s")
    assert chinese.count("是否为：") == english.count("perhaps") == 1
    assert "；是否为：340000 安徽省" in chinese and "; perhaps 340000 安徽省" in english
