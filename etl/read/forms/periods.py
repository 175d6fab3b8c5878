"""Which words say that figures are of a part of a year, or expected and not measured.

An observation is of a whole year. 上半年, 1—9月, 2025Q1 and the like are told apart here from words
that only look so: 1—12月, 12月末, 社会经济目标, 国家科技计划.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from etl.read import cells as c
from etl.read.model import words

_N = "(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_TO = r"\s*(?:[-‐-―~〜至到、]+|to)\s*"
_ENGLISH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
# A day or month that is not the end of a year.
_DAY = (
    r"(?:(?:19|20)?\d\d[年./-])?(?!12(?:[月./-]31|月(?!\d)|(?![月./\d-])))"
    rf"{_N}[月./-](?:\d{{1,2}}[日号]?|[末底])?"
)
# The whole year after all, or no period at all.
_WHOLE = "|".join(
    (
        rf"(?<!\d)(?:0?1|一)月?{_TO}(?:12|十二)月份?",
        r"(?<!\d)(?:12|十二)月份?(?:末|底|31日|三十一日)",
        rf"(?:第?[1一]{_TO}第?[4四]|前[4四]个?|[4四]个)季度?",
        rf"jan(?:uary|\.)?{_TO}dec(?:ember|\.)?(?![a-z])",
        r"(?:31\s*)?dec(?:ember|\.)?\s*31(?!\d)|31\s*dec(?:ember)?(?![a-z])",
        # Programmes and agencies bear these words in their names.
        "(?:火炬|星火|科技|研发|研究|攻关|支撑|行动|人才|千人|万人|专项|培育|引导|发展|创新|基金|资助"
        "|扶持|产业化|863|973|[”」》])(?:发展|专项)?计划|计划(?:单列|生育|经济|项目|局)",
        '规划(?:布局|局|和|与|设计|院)|十[一二三四五六]五[”"]?规划(?!主要|目标|指标|[数值])',
        "社会经济目标|经济社会目标|预期寿命|目标责任",
        "累计(?:认定|建成|建设|培育|孵化|毕业|获批|创建|设立|拥有)",
    )
)
# Words that mean it wherever they stand, in running text too.
_SURE = "|".join(
    (
        "[上下]半年度?|[上下]半(?![身场部夜叶旬月区层段侧生城])",
        rf"截[至止]到?{_DAY}(?![^,;。]{{0,4}}(?:查询|检索|访问|下载|公布|发布))",
        rf"时点[:为是]+{_DAY}",
        rf"第?[一二三四1-4]{_TO}第?[一二三四1-4]季(?![节青度])",
        r"前(?!12|十二)" rf"{_N}月份?",
        f"(?:第|前)?[一二三四两1-4](?:{_TO}第?[一二三四1-4])?个?季度(?:末|累计)?|前[二三两23]个?季",
        rf"(?<![\d.]){_N}月?{_TO}{_N}月份?(?:累计)?",
        r"前(?:\d+|[一二三四五六七八九十]+)个月",
        "年初(?:至今|以来)",
        r"(?<![a-z])q[1-4](?![a-z0-9])|(?<![a-z])h[12](?![a-z0-9])|(?<!\d)[1-4]q(?=\d|\b)",
        r"(?:first|second|third|fourth|1st|2nd|3rd|4th)[\s-]*(?:half|quarter)"
        r"|first\s*(?:two|three|[2-9]|1[01]|six|nine)\s*(?:quarters|months)"
        r"|half[\s-]*year|year[\s-]*to[\s-]*date",
        rf"(?:{_ENGLISH}|may)\.?{_TO}(?:{_ENGLISH}|may)(?![a-z])",
    )
)
_MAYBE = "|".join(
    (
        "半年[度报]?|季[度报]|第?[一二三四1-4]季(?![节青])|[当本]季|月[度报]|[当本逐]月",
        rf"(?<![\d.]){_N}月(?:份|末|底|\d{{1,2}}日)?(?:累计)?",
        "首季|年中(?=$|[^\u3400-\u9fff]|[数值末各全情]|时点)",
        r"(?<![\d.十第每满近后])(?:1[01]|0?[1-9]|十一?|[一二两三四五六七八九])个月(?![以内后前及来的])",
        rf"\(0?1[~〜至到](?:1[01]|0?[2-9])\)|(?<=[\d年])\(0?1{_TO}(?:1[01]|0?[2-9])\)",
        "(?<![比较与和同])[上去]年同期(?![增减比相对])[数值]?",
        "累计[值数]?|至今",
        r"(?<=(?:19|20)\d\d)(?<!\d{5})-(?:0[1-9]|1[0-2])(?![\d年]|[-/.]\d)",
        r"(?<=(?:19|20)\d\d)(?<!\d{5})[/.](?:0?[1-9]|1[0-2])(?![\d年]|[-/.]\d)",
        r"(?<=(?:19|20)\d\d)(?<!\d{5})(?:0[1-9]|1[0-2])(?!\d)",
        rf"(?<![a-z])(?:{_ENGLISH})(?![a-z])|(?<![a-z])may\.?(?:19|20)\d\d",
        "(?<![a-z])(?:quarterly|quarters?|monthly|months?)(?![a-z])|(?<![a-z])ytd(?![a-z])",
    )
)
_NOT_MEASURED = "估计[数值]|拟实现|力争|任务数(?!据)|模拟(?:数据(?!库)|数(?!据|字)|值)"
_EXPECTED = (
    f"预[计测期][数值]?|(?:计划|规划)?目标[值数]?|(?:计划|规划)[数值]?|{_NOT_MEASURED}"
    "|(?<![a-z])(?:forecasts?|targets?|planned|projected|projections?|expected)(?![a-z])"
)
# Of small letters: to compile without regard to capitals takes twice as long, at every start.
_ANYWHERE = re.compile(f"(?P<whole>{_WHOLE})|{_SURE}|{_MAYBE}|{_EXPECTED}")
# What a note beside one figure says of it (时点：7月末) is no word on the table.
_OF_ONE_FIGURE = r"(?<![\u3400-\u9fff])(?<!注:)时点:[^,;。]*"
_IS_EXPECTED = f"(?<=[为是系])(?:预[计测期][数值]|{_NOT_MEASURED})|(?<=数据[为是系])预[计测]"
_IN_PROSE = re.compile(f"(?P<whole>{_WHOLE}|{_OF_ONE_FIGURE})|{_SURE}|{_IS_EXPECTED}")
_ALONE = re.compile("月份?|季")
# Nobody says it only beyond this many characters.
_LONGEST = 400
# Lines that give a day on which something was printed, not what was counted.
_PRINTED = re.compile("(?:发布|更新|制表|填报|填表|下载|导出|打印|编制|出版|查询)(?:日期|时间):?")
_YEARLY = words(
    """
    whole_year wholeyear thewholeyear year annual fullyear 全年 全年度 整年 年度 全年实际数 全年数
    """
)


def part_of_year(text: str, *, in_prose: bool = False) -> str:
    """The words that say a text is of a part of a year, or of expected figures; '' for none.

    in_prose: of a note or a source, where a month may be that of a survey or of printing.
    """
    return _first_part(text[:_LONGEST], in_prose)


def is_expected(words: str) -> bool:
    """Whether such words say that figures are expected, planned or aimed at, and not measured."""
    return bool(re.fullmatch(_EXPECTED, _lower(words)))


def without_part(text: str) -> str:
    """The text without such words: 2025年上半年 is 2025年. Without any, the text as it stands."""
    if not part_of_year(text):
        return text
    kept, end = "", 0
    tidied = _tidy(text)
    for match in _parts(tidied, False):
        kept, end = kept + tidied[end : match.start()], match.end()
    return re.sub(r"\(\s*\)|\[\s*\]", "", kept + tidied[end:]).strip(" -·:,、;_")


@lru_cache(maxsize=8192)
def _first_part(text: str, in_prose: bool) -> str:
    tidied = _tidy(text)
    match = next(_parts(tidied, in_prose), None)
    if not match:
        return ""
    # Of 2025-06 only -06 goes, but all of it is shown.
    is_bare_month = re.fullmatch(r"[-/.]?\d{1,2}", match.group())
    start = match.start() - 4 if is_bare_month else match.start()
    return tidied[start : match.end()].strip()


def is_whole_year(answer: str) -> bool:
    """Whether an analyst's answer says that the figures are those of whole years."""
    return "".join(c.plain(answer).split()).casefold() in _YEARLY


def _parts(tidied: str, in_prose: bool) -> Iterator[re.Match[str]]:
    """The places of such words in a text without spaces, as matches in its small letters."""
    if alone := _ALONE.fullmatch(tidied):
        yield alone
        return
    if not in_prose and _PRINTED.search(tidied):
        return
    pattern = _IN_PROSE if in_prose else _ANYWHERE
    yield from (match for match in pattern.finditer(_lower(tidied)) if not match["whole"])


def _lower(text: str) -> str:
    """The text in small letters, each in its place: İ becomes two, and stays as it is."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(map(_lower_one, text))


def _lower_one(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def _tidy(text: str) -> str:
    return c.squeeze(c.plain(text))
