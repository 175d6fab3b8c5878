"""What each kind of issue is called, so that warnings can be accepted kind by kind."""

from __future__ import annotations

from scoreboard.catalog.models import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


KIND_NAMES: dict[str, Text] = {
    "declared_wrong": _text("已声明的来源错误", "declared error of a source"),
    "region_unknown": _text("地区不明", "unknown region"),
    "region_conflict": _text("代码与名称不符", "code and name disagree"),
    "region_assumed": _text("同名地区，按常用者读取", "namesakes: the usual one taken"),
    "indicator_unknown": _text("指标不明", "unknown indicator"),
    "code_dropped": _text("目录缺少已发布的代码", "published code gone from the catalog"),
    "region_missing": _text("没有写明地区", "region not given"),
    "indicator_missing": _text("没有写明指标", "indicator not given"),
    "indicator_unclear": _text("标题与表头的指标不一致", "title and header name it differently"),
    "unit_missing": _text("没有写明单位", "unit not given"),
    "year_missing": _text("没有写明年份", "year not given"),
    "period_unclear": _text("不是全年", "no whole year"),
    "period_expected": _text("不是实际数", "no actual figure"),
    "period_part": _text("所给时期不是全年", "the period given is no whole year"),
    "period_taken": _text("按所给时期读取", "period as given"),
    "scope_unclear": _text("范围不明", "unclear scope"),
    "scope_unknown": _text("范围目录中没有", "unknown scope"),
    "scope_taken": _text("按范围选定指标", "indicator chosen by scope"),
    "source_missing": _text("没有写明来源", "source not given"),
    "indicator_derived": _text("指标由公式计算", "indicator worked out by formula"),
    "year_not_whole": _text("年份不是整数", "year not whole"),
    "year_out_of_range": _text("年份不可能", "impossible year"),
    "value_not_a_number": _text("不是数", "not a number"),
    "value_not_finite": _text("不是有限的数", "not a finite number"),
    "value_out_of_range": _text("超出可能范围", "outside what is possible"),
    "unit_unknown": _text("单位不明", "unknown unit"),
    "unit_unclear": _text("单位不能确定", "which unit is unclear"),
    "region_old_name": _text("地区旧名", "old name of a region"),
    "label_from_above": _text("沿用上一行的名称", "labels from above"),
    "corrected_in_page": _text("在页面改正", "corrected on the page"),
    "correction_dropped": _text("改正未采用", "correction not applied"),
    "left_out_on_request": _text("按要求未读取", "left out on request"),
    "group_left_out": _text("多个地区的合计未读取", "groups of regions left out"),
    "row_left_out": _text("不是单个地区的行未读取", "rows of no single region left out"),
    "growth_left_out": _text("增速未读取", "rates of growth left out"),
    "rank_left_out": _text("位次未读取", "ranks left out"),
    "cells_hidden": _text("隐藏的行、列", "hidden rows or columns"),
    "formulas": _text("公式按已保存的结果读取", "formulas with kept results"),
    "not_available": _text("#N/A按缺失读取", "#N/A read as missing"),
    "all_missing": _text("全为缺失", "all cells missing"),
    "program_name": _text("程序文件", "a program"),
    "unknown_column": _text("不认识的列", "unknown column"),
    "unit_not_convertible": _text("单位不能换算", "unit cannot be converted"),
    "unit_converted": _text("单位已换算", "unit converted"),
    "status_unknown": _text("状态码不明", "unknown status"),
    "source_unknown": _text("来源未填", "source missing"),
    "source_new": _text("新的来源", "new source"),
    "source_of_lower_grade": _text("来源等级较低", "source of a lower grade"),
    "level_unexpected": _text("目录外的地区级别", "level not in the catalog"),
    "region_not_then": _text("该年尚无此地区", "region did not exist then"),
    "repeated": _text("重复行", "repeated row"),
    "contradicted": _text("同一键数值不同", "two values for one figure"),
    "unit_slip": _text("疑似万、亿之差", "slip of 万 or 亿"),
    "unit_slip_column": _text("整列单位疑误", "wrong unit of a whole column"),
    "decimal_slip": _text("疑似小数点错位", "slipped decimal point"),
    "jump": _text("与历年相差悬殊", "far from other years"),
    "shifted": _text("疑似整列错行", "column shifted by a row"),
    "sign_changed": _text("正负号反常", "sign changed"),
    "zero_for_missing": _text("以0代缺失", "zero for missing"),
    "total_mismatch": _text("分项与合计不符", "parts and total disagree"),
    "part_above_total": _text("分项大于合计", "part above total"),
    "regions_missing": _text("缺地区", "regions missing"),
    "withdrawal_unknown": _text("撤回的数值不存在", "nothing to take back"),
    "derived_out_of_range": _text("派生指标超出范围", "derived figure impossible"),
}


def kind_name(kind: str) -> Text:
    """What a kind of issue is called; of kinds that readers tell, the kind itself."""
    return KIND_NAMES.get(kind) or _text(kind, kind)
