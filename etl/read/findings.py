"""What the readers tell about a file, in words: findings become issues with both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from etl.check.issues import Issue, Severity
from etl.read.model import Finding, words
from scoreboard.catalog.models import Text


@dataclass(frozen=True)
class Wording:
    """How one kind of finding is told. {value} and {detail} stand for those of the finding."""

    message_zh: str
    message_en: str
    accepted_zh: str
    accepted_en: str
    severity: Severity = "error"
    is_rejected: bool = False


_TABLE = (
    "csv、txt、xls、xlsx、xlsm、ods、parquet格式的数据表",
    "a table as csv, txt, xls, xlsx, xlsm, ods or parquet",
)
_WHOLE_FILE = ("完好的文件，请重新下载或另存", "an undamaged file; download it or save it again")
_SMALLER = ("较小的文件，可按年份或指标拆分", "a smaller file, split by year or indicator")
_VALUES = ("只含数值的表，另存前请重新计算", "values; recalculate and save the file again")
_TEMPLATE = (
    "国家统计局导出表、年鉴表、本平台模板，或含地区、指标、年份、数值各列的表",
    "an export of the National Bureau, a yearbook table, our template, or a table with columns for"
    " region, indicator, year and value",
)
_NOTHING = ("无须处理", "nothing to do")
_KEEP = (
    "无须处理；须读取的，在“仍要读取”中写明（命令行用--keep）",
    "nothing to do; to read them all the same, name them under “Read all the same” (--keep)",
)
_READ_ONLY = ("已保存在单元格中的数值", "the values kept in the cells")

WORDINGS: dict[str, Wording] = {
    "empty": Wording("文件是空的", "the file is empty", *_TABLE),
    "file_too_large": Wording("文件超过{detail} MB", "the file is above {detail} MB", *_SMALLER),
    "too_many_cells": Wording(
        "单元格超过{detail}个", "there are more than {detail} cells", *_SMALLER
    ),
    "spread_too_wide": Wording(
        "有内容的单元格相距过远，跨越的范围超过{detail}格",
        "the filled cells lie too far apart: they span more than {detail} cells",
        "删去远处的多余单元格",
        "a sheet without stray cells far away",
    ),
    "too_wide": Wording(
        "单元格位置超出表格界限（{detail}）",
        "a cell lies beyond the limits of a sheet ({detail})",
        *_WHOLE_FILE,
    ),
    "xlsb": Wording(
        "不读取二进制工作簿（xlsb）：其中的百分数不能可靠识别",
        "binary workbooks (xlsb) are not read: their percentages cannot be told for sure",
        "在Excel中另存为xlsx的文件",
        "the file saved as xlsx in Excel",
    ),
    "encrypted": Wording(
        "文件有打开密码", "the file has a password", "取消密码后的文件", "a file without a password"
    ),
    "damaged": Wording(
        "文件已损坏，无法打开（{detail}）", "the file is damaged ({detail})", *_WHOLE_FILE
    ),
    "not_a_table": Wording(
        "内容是{detail}，不是数据表", "this is {detail} and holds no table", *_TABLE
    ),
    "zip_ratio": Wording(
        "压缩比异常（{detail}倍），可能是压缩炸弹",
        "packed {detail} times smaller than its content, as zip bombs are",
        *_WHOLE_FILE,
    ),
    "too_many_entries": Wording(
        "压缩包内文件超过{detail}个", "the archive holds more than {detail} files", *_WHOLE_FILE
    ),
    "unpacks_too_large": Wording(
        "解压后超过{detail} MB", "unpacked, the file is above {detail} MB", *_SMALLER
    ),
    "xml_entities": Wording(
        "文件中声明了XML实体或文档类型，不予读取",
        "the file declares XML entities or a document type, which are not read",
        *_WHOLE_FILE,
    ),
    "encoding": Wording(
        "文字编码不能识别（按{detail}读取失败）",
        "the text is in no known encoding (not {detail})",
        "UTF-8或GB18030编码的文本",
        "text in UTF-8 or GB 18030",
    ),
    "encodings_mixed": Wording(
        "同一文件中混有UTF-8和其他编码，自第{detail}行起",
        "some lines are in UTF-8 and others, from line {detail} on, in another encoding",
        "全文使用同一种编码",
        "one encoding in the whole file",
    ),
    "nul_bytes": Wording(
        "文本中含有空字节（NUL），文件可能已损坏",
        "the text holds NUL bytes; the file may be damaged",
        *_WHOLE_FILE,
    ),
    "quotes_unpaired": Wording(
        "第{detail}行前后引号不成对，无法分行",
        "unpaired quotes near line {detail}: rows cannot be told apart",
        "成对的引号",
        "quotes in pairs",
    ),
    "cell_too_long": Wording(
        "第{detail}行前后有过长的单元格，可能引号不成对",
        "a cell near line {detail} is too long; perhaps quotes are unpaired",
        "成对的引号",
        "quotes in pairs",
    ),
    "timeout": Wording(
        "读取超过{detail}秒，已中止", "reading took more than {detail} seconds", *_SMALLER
    ),
    "out_of_memory": Wording(
        "读取所需内存超过{detail} MB，已中止", "reading needs more than {detail} MB", *_SMALLER
    ),
    "crashed": Wording(
        "读取程序意外中止，文件可能已损坏（{detail}）",
        "reading stopped unexpectedly; the file may be damaged ({detail})",
        *_WHOLE_FILE,
    ),
    "form": Wording("没有找到可识别的数据表", "no table of a known form was found", *_TEMPLATE),
    "form_unknown": Wording(
        "没有“{detail}”这种表格形式", 'there is no form "{detail}"', *_TEMPLATE
    ),
    "all_missing": Wording(
        "表中没有一个数值，{detail}格均为缺失符号",
        "the table has no figure: its {detail} cells are all signs for no value",
        "至少有一个数值的表",
        "a table with at least one figure",
    ),
    "program_name": Wording(
        "文件名以“{detail}”结尾，是程序而不是数据表",
        'the name ends with "{detail}" and is that of a program, not of a table',
        *_TABLE,
    ),
    "cells_hidden": Wording(
        "有隐藏的行或列，其中的数值已一并读取（{detail}处）",
        "hidden rows or columns are read like any other ({detail})",
        "不需要的，删去后再读取，或写明不读取",
        "without them, or named as left out, if they are not meant",
        severity="notice",
    ),
    "formulas": Wording(
        "有{detail}个公式，按文件中保存的结果读取，不重新计算",
        "{detail} formulas are read with the results kept in the file and not recalculated",
        *_NOTHING,
        severity="notice",
    ),
    "not_available": Wording(
        "有{detail}个公式的结果为#N/A，按缺失读取",
        "{detail} formulas give #N/A and are read as missing",
        *_NOTHING,
        severity="notice",
    ),
    "no_figures": Wording("表中没有数据行", "the table has no rows of figures", *_TEMPLATE),
    "columns_missing": Wording("缺少列：{detail}", "columns missing: {detail}", *_TEMPLATE),
    "column_twice": Wording(
        "列名“{value}”出现不止一次",
        'there is more than one column "{value}"',
        "每个列名只出现一次，或写明不读取其中哪一列",
        "each column once; or say which of them is left out",
    ),
    "unknown_column": Wording(
        "不认识的列“{value}”，未读取",
        'column "{value}" is unknown and not read',
        "含义无关的，写明不读取该列；否则改用可识别的列名",
        "leave it out on purpose if it does not matter; else a header that is known",
        severity="warning",
    ),
    "cells_beyond_header": Wording(
        "该行超出表头的范围，可能错位",
        "the row goes beyond the header and may be shifted",
        "与表头列数一致的行",
        "a row of as many cells as the header",
    ),
    "label_missing": Wording(
        "该行有数值而没有地区、指标或年份，可能错位",
        "the row has figures but no region, indicator or year; it may be shifted",
        "每行开头的名称",
        "a name at the start of the row",
        is_rejected=True,
    ),
    "header_missing": Wording(
        "该列有{detail}个数值而没有表头",
        "the column has {detail} figures but no header",
        "写明指标或年份的表头",
        "a header that names the indicator or the year",
        is_rejected=True,
    ),
    "formula_error": Wording(
        "公式出错：{value}", "a formula gives an error: {value}", *_VALUES, is_rejected=True
    ),
    "formula_without_result": Wording(
        "公式没有已保存的结果", "a formula without a kept result", *_VALUES, is_rejected=True
    ),
    "formula_error_more": Wording(
        "共有{detail}个公式出错", "{detail} formulas give errors", *_VALUES
    ),
    "formula_without_result_more": Wording(
        "共有{detail}个公式没有已保存的结果", "{detail} formulas without a kept result", *_VALUES
    ),
    "total_unclear": Wording(
        "不能确定“{value}”是哪个地区的合计，未读取",
        'it is unclear of which region "{value}" is the total; not read',
        "写明地区，或在提示中给出地区",
        "the region's name, here or as a hint",
        severity="warning",
        is_rejected=True,
    ),
    "year_is_date": Wording(
        "年份被存为日期{value}，按{detail}年读取",
        "the year is kept as the date {value} and read as {detail}",
        "四位年份",
        "a year of four digits",
        severity="warning",
    ),
    "sheet_hidden": Wording(
        "隐藏的工作表“{value}”未读取",
        'the hidden sheet "{value}" is not read',
        "取消隐藏的工作表",
        "a sheet that is not hidden",
        severity="warning",
    ),
    "sheet_unknown": Wording(
        "工作表“{value}”不是可识别的数据表，未读取",
        'the sheet "{value}" is no table of a known form and not read',
        *_TEMPLATE,
        severity="warning",
    ),
    "external_links": Wording(
        "文件引用了外部文件，未跟随引用",
        "the file refers to other files, which are not followed",
        *_READ_ONLY,
        severity="warning",
    ),
    "macros": Wording(
        "文件含有宏，未运行",
        "the file holds macros, which are not run",
        *_READ_ONLY,
        severity="warning",
    ),
    "label_from_above": Wording(
        "空白处沿用上一行的名称：{value}",
        "blank labels are those above: {value}",
        *_NOTHING,
        severity="notice",
    ),
    "corrected_in_page": Wording(
        "在页面由“{value}”改为“{detail}”",
        'corrected on the page from "{value}" to "{detail}"',
        *_NOTHING,
        severity="notice",
    ),
    "correction_dropped": Wording(
        "页面改正未采用：改正时为“{value}”，现为“{detail}”",
        'the correction on the page is not applied: the cell said "{value}" then and says'
        ' "{detail}" now',
        "仍须改正的，按现有内容重新改正",
        "correct the cell as it is now, if it is still wrong",
        severity="notice",
    ),
    "left_out_on_request": Wording(
        "按要求未读取：{value}", "left out on request: {value}", *_NOTHING, severity="notice"
    ),
    "group_left_out": Wording(
        "{value}为多个地区的合计，未读取",
        "not read, because they are groups of regions: {value}",
        *_KEEP,
        severity="notice",
    ),
    "row_left_out": Wording(
        "{value}不是单个地区，未读取",
        "not read, because they are no single region: {value}",
        *_KEEP,
        severity="notice",
    ),
    "growth_left_out": Wording(
        "{value}为增速，未读取",
        "not read, because they are rates of growth: {value}",
        *_KEEP,
        severity="notice",
    ),
    "rank_left_out": Wording(
        "{value}为位次，未读取",
        "not read, because they are ranks: {value}",
        *_KEEP,
        severity="notice",
    ),
    "region_missing": Wording(
        "文件没有写明地区", "the file does not say of which region", "给出地区", "give the region"
    ),
    "indicator_missing": Wording(
        "文件没有写明指标",
        "the file does not say which indicator",
        "给出指标",
        "give the indicator",
    ),
    "indicator_unclear": Wording(
        "标题写有“{detail}”，“{value}”本身没有写明",
        'the title says "{detail}", the name "{value}" does not',
        "在表头写全指标名称，或给出该名称的指标",
        "the full name of the indicator as header, or as the indicator of that name",
    ),
    "unit_missing": Wording(
        "文件没有写明单位：{value}",
        "the file does not say in which unit: {value}",
        "给出单位；各指标单位不同的，分别给出",
        "give the unit, one for all or one for each indicator",
    ),
    "year_missing": Wording(
        "文件没有写明年份", "the file does not say of which year", "给出年份", "give the year"
    ),
    "period_unclear": Wording(
        "“{detail}”是一年的一部分，不是全年",
        '"{detail}" is a part of a year and no whole year',
        "全年数；确为全年数的，在“时期”中选全年实际数",
        "figures of whole years; if these are, say so as the period",
    ),
    "period_expected": Wording(
        "“{detail}”是预计数、目标数或计划数，不是实际数",
        '"{detail}" is a figure expected, aimed at or planned, and no actual one',
        "实际数；确为实际数的，在“时期”中选全年实际数",
        "actual figures; if these are, say so as the period",
    ),
    "period_taken": Wording(
        "文件写有“{detail}”，按所给时期读为全年实际数",
        'the file says "{detail}"; read as figures of whole years, as the period given says',
        "无须处理",
        "nothing to do",
        severity="notice",
    ),
    "period_part": Wording(
        "所给时期“{value}”不是全年，不能发布",
        'the period given, "{value}", is no whole year and cannot be published',
        "全年实际数",
        "figures of whole years",
    ),
    "scope_unknown": Wording(
        "范围目录中没有“{value}”",
        'the catalog has no scope "{value}"',
        "全社会，或范围目录中的代码、名称",
        "whole_society, or a code or name of the catalog's scopes",
    ),
    "source_missing": Wording(
        "文件没有写明来源", "the file does not say its source", "给出来源", "give the source"
    ),
}
# What the analyst can answer with a hint; the name before the underscore is that of the hint.
QUESTIONS = words(
    """
    region_missing indicator_missing indicator_unclear unit_missing year_missing source_missing
    period_unclear period_expected period_part scope_unknown
    """
)

SKIP_REASONS: dict[str, Text] = {
    "missing_mark": Text(zh="表示没有数值的符号", en="a sign for no value"),
    "value_blank": Text(zh="没有数值", en="no value"),
    "region_group": Text(
        zh="地区分组，不是单个地区", en="a group of regions, not a region of its own"
    ),
    "no_region": Text(zh="不是单个地区", en="not a single region"),
    "left_out": Text(zh="按要求未读取", en="left out on request"),
    "growth": Text(zh="增速", en="a rate of growth"),
    "rank": Text(zh="位次", en="a rank"),
    "column_not_read": Text(zh="文字说明，不是数值", en="words, no figures"),
    "total_unclear": Text(zh="合计，地区不明", en="a total, unclear of what"),
    "header_repeated": Text(zh="重复的表头", en="the header again"),
    "words": Text(zh="标题、单位、注释等文字", en="a title, a unit, a note"),
    "reference": Text(zh="上年数值，仅供参考", en="last year's figure, for comparison only"),
    "numbering": Text(zh="栏次编号", en="numbers of the columns"),
}


def to_issues(file: str, findings: Iterable[Finding]) -> tuple[Issue, ...]:
    """Findings as issues of a file, in the same order."""
    return tuple(_to_issue(file, finding) for finding in findings)


def _to_issue(file: str, finding: Finding) -> Issue:
    wording = WORDINGS[finding.kind]
    value = shorten(finding.value)
    # Only our own sentences are templates; texts of the file are filled in and never interpreted.
    said = {"value": value, "detail": shorten(finding.detail)}
    return Issue(
        file=file,
        sheet=finding.sheet,
        row=finding.row or None,
        column=finding.column,
        value=value,
        message=Text(
            zh=wording.message_zh.format_map(said), en=wording.message_en.format_map(said)
        ),
        accepted=Text(zh=wording.accepted_zh, en=wording.accepted_en),
        severity=wording.severity,
        kind=finding.kind,
        is_rejected=wording.is_rejected,
    )


def shorten(text: str, most: int = 200) -> str:
    """A text fit for one line of a list: no control characters, not longer than `most`."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"
