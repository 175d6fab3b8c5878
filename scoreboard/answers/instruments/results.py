"""The result of each policy instrument: sentences, drawings and the lines of its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scoreboard.analysis.instruments import (
    PartyShare,
    compare_lines,
    fund_institute,
    plan_stages,
    score_consortium,
    share_chain_project,
    share_income,
    subsidise_pilot,
)
from scoreboard.answers.instruments.figures import (
    Segment,
    Stack,
    draw_payback,
    draw_stacks,
    draw_subsidy,
)
from scoreboard.catalog import Instrument, Language
from scoreboard.language import translator
from scoreboard.language.numbers import count_years
from scoreboard.text.instruments import (
    MONEY_FIELD,
    item_names,
    money_format,
    party_names,
    percent,
    stage_names,
    write_result,
)


@dataclass(frozen=True)
class ResultLine:
    """One result in the table: what it is, the number and its unit."""

    name: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class Drawing:
    """A figure with its title in words and what stands small below the title."""

    title: str
    notes: tuple[str, ...]
    figure: Any


@dataclass(frozen=True)
class Calculation:
    """The result of an instrument: in words, drawn, and as lines of its table."""

    sentences: list[str]
    drawings: list[Drawing]
    lines: list[ResultLine]


Values = Mapping[str, float]


def work_out(instrument: Instrument, values: Values, language: Language) -> Calculation:
    """The result of an instrument for the values entered, whose shares sum to 100."""
    return _WORKERS[instrument.code](instrument, values, language)


def _income(instrument: Instrument, values: Values, language: Language) -> Calculation:
    _ = translator(language)
    result = share_income(values)
    money, names = money_format(language).text, party_names(language)
    stacks = []
    for part in result.parts:
        segments = [_amount_and_share(part, language)]
        if part.code == "team" and result.royalty:
            text = _("royalty {amount}").format(amount=money(result.royalty))
            segments.append(Segment(result.royalty, text))
        stacks.append(Stack(names[part.code], tuple(segments)))
    drawing = Drawing(
        _("Who gets what"),
        (
            _("blue: at once; red: royalty in {years}").format(
                years=count_years(result.years, language)
            ),
        ),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = _part_lines(language, result.parts, _("at once"))
    lines += [
        _money_line(language, _("Royalty a year"), result.royalty_a_year),
        _money_line(language, _("Royalty in all years"), result.royalty),
        _money_line(language, _("Team in all"), result.team_total),
    ]
    return Calculation(write_result(instrument, values, language), [drawing], lines)


def _chain(instrument: Instrument, values: Values, language: Language) -> Calculation:
    _ = translator(language)
    result = share_chain_project(values)
    money, names = money_format(language).text, party_names(language)
    income = [Stack(names[p.code], (_amount_and_share(p, language),)) for p in result.income]
    loss = [
        Stack(
            names[whole.code],
            (
                Segment(met.amount, _("fund {amount}").format(amount=money(met.amount))),
                Segment(
                    whole.amount - met.amount,
                    _("left {amount}").format(amount=money(whole.amount - met.amount)),
                    is_rest=True,
                ),
            ),
        )
        for whole, met in zip(result.loss, result.met, strict=True)
    ]
    drawings = [
        Drawing(
            _("If it succeeds: who gets what"),
            (),
            draw_stacks(income, f"{instrument.code}|income|{_token(values)}"),
        ),
        Drawing(
            _("If it fails: who bears what"),
            (_("blue: met by the risk fund; grey: left to bear"),),
            draw_stacks(loss, f"{instrument.code}|loss|{_token(values)}"),
        ),
    ]
    lines = [
        *_part_lines(language, result.income, _("income")),
        *_part_lines(language, result.paid_in, _("paid into the fund")),
        *_part_lines(language, result.loss, _("loss")),
        *_part_lines(language, result.met, _("met by the fund")),
    ]
    return Calculation(write_result(instrument, values, language), drawings, lines)


def _pilot(instrument: Instrument, values: Values, language: Language) -> Calculation:
    _ = translator(language)
    result = subsidise_pilot(values)
    figure = draw_subsidy(
        values["cost"],
        values["rate"],
        values["cap"],
        money_format(language),
        f"{instrument.code}|{_token(values)}",
    )
    drawing = Drawing(
        _("Subsidy by the cost of the project"),
        (_("red: this project"),),
        figure,
    )
    lines = [
        _money_line(language, _("Subsidy"), result.subsidy),
        _money_line(language, _("Left for the firm"), result.firm_pays),
        ResultLine(_("Subsidy over cost"), result.effective_pct, "%"),
        _money_line(language, _("Cost from which the cap binds"), result.capped_from),
        _money_line(language, _("Budget for all projects"), result.budget),
    ]
    return Calculation(write_result(instrument, values, language), [drawing], lines)


def _line(instrument: Instrument, values: Values, language: Language) -> Calculation:
    _ = translator(language)
    result = compare_lines(values)
    measure = money_format(language)
    stacks = [
        Stack(_("Own line"), (Segment(result.own_cost, measure.text(result.own_cost)),)),
        Stack(
            _("Shared line"),
            (
                Segment(result.price, measure.text(result.price)),
                Segment(
                    result.saved,
                    _("saved {amount}").format(amount=measure.text(result.saved)),
                    is_rest=True,
                ),
            ),
        ),
    ]
    drawings = [
        Drawing(
            _("What one firm pays"), (), draw_stacks(stacks, f"{instrument.code}|{_token(values)}")
        ),
        Drawing(
            _("Savings of firms against public money"),
            (_("running cost of the platform not counted"),),
            draw_payback(
                result.saved_a_year,
                result.public_money,
                result.years_to_equal,
                measure,
                f"{instrument.code}|payback|{_token(values)}",
            ),
        ),
    ]
    lines = [
        _money_line(language, _("Price at the shared line"), result.price),
        _money_line(language, _("Saved by a firm"), result.saved),
        ResultLine(_("Saved, of the own line"), result.saved_pct, "%"),
        ResultLine(_("Production sooner by"), result.months, _("months")),
        _money_line(language, _("Worth of the months gained"), result.time_value),
        _money_line(language, _("Saved by all firms a year"), result.saved_a_year),
        _money_line(language, _("Public money"), result.public_money),
        ResultLine(_("Years until savings equal it"), result.years_to_equal, _("years")),
    ]
    return Calculation(write_result(instrument, values, language), drawings, lines)


def _institute(instrument: Instrument, values: Values, language: Language) -> Calculation:
    _ = translator(language)
    result = fund_institute(values)
    names, money = party_names(language), money_format(language).text
    stacks = []
    for part in result.parts:
        item = instrument.input(part.code)
        text = f"{percent(part.share_pct, language)}  {money(part.amount)}"
        segment = Segment(part.share_pct, text)
        stacks.append(Stack(names[part.code], (segment,), item.low, item.high))
    drawing = Drawing(
        _("Who pays what"),
        (_("grey: the paper's range"),),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = _part_lines(language, result.parts, _("pays"))
    lines.append(ResultLine(_("Drawn by each yuan of the government"), result.levered, _("yuan")))
    return Calculation(write_result(instrument, values, language), [drawing], lines)


def _fund(instrument: Instrument, values: Values, language: Language) -> Calculation:
    _ = translator(language)
    result = plan_stages(values)
    names, money = stage_names(language), money_format(language).text
    projects = values["projects"]
    stacks = []
    for stage in result.stages:
        spared = projects * stage.each - stage.spent
        stacks.append(
            Stack(
                _("{stage}: {projects} projects, {each} each").format(
                    stage=names[stage.code],
                    projects=f"{stage.entering:,.4g}",
                    each=money(stage.each),
                ),
                (
                    Segment(stage.spent, money(stage.spent)),
                    Segment(
                        spared,
                        _("not spent {amount}").format(amount=money(spared)) if spared else "",
                        is_rest=True,
                    ),
                ),
            )
        )
    drawing = Drawing(
        _("What each stage takes"),
        (_("blue: expected; grey: what paying all projects would add"),),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = []
    for stage in result.stages:
        name = names[stage.code]
        lines += [
            ResultLine(_("{stage}: projects").format(stage=name), stage.entering, _("number")),
            _money_line(language, _("{stage}: spent").format(stage=name), stage.spent),
        ]
    lines += [
        _money_line(language, _("Spent in all"), result.spent),
        _money_line(language, _("All at once"), result.at_once),
        _money_line(language, _("Saved by stages"), result.saved),
        ResultLine(_("Succeed in production, expected"), result.successes, _("number")),
        _money_line(language, _("For each success"), result.cost_per_success),
    ]
    return Calculation(write_result(instrument, values, language), [drawing], lines)


def _score(instrument: Instrument, values: Values, language: Language) -> Calculation:
    _ = translator(language)
    result = score_consortium(values)
    names = item_names(language)
    stacks = [
        Stack(
            _("{item} (of {available})").format(
                item=names[item.code], available=f"{item.available:.3g}"
            ),
            (
                Segment(item.reached, f"{item.reached:.3g}"),
                Segment(item.missed, f"−{item.missed:.3g}" if item.missed else "", is_rest=True),
            ),
        )
        for item in result.items
    ]
    drawing = Drawing(
        _("Points by item"),
        (_("blue: reached; grey: missed"),),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = []
    for item in result.items:
        available = _("{item}: available").format(item=names[item.code])
        reached = _("{item}: reached").format(item=names[item.code])
        lines += [
            ResultLine(available, item.available, _("points")),
            ResultLine(reached, item.reached, _("points")),
        ]
    lines += [
        ResultLine(_("Score in all"), result.score, _("points")),
        ResultLine(_("Lacking to pass"), result.to_pass, _("points")),
    ]
    return Calculation(write_result(instrument, values, language), [drawing], lines)


_WORKERS: dict[str, Callable[[Instrument, Values, Language], Calculation]] = {
    "income_sharing": _income,
    "chain_sharing": _chain,
    "pilot_subsidy": _pilot,
    "shared_line": _line,
    "institute_funding": _institute,
    "staged_fund": _fund,
    "consortium_kpi": _score,
}


def _amount_and_share(part: PartyShare, language: Language) -> Segment:
    amount = money_format(language).text(part.amount)
    return Segment(part.amount, f"{amount}  {percent(part.share_pct, language)}")


def _part_lines(language: Language, parts: tuple[PartyShare, ...], what: str) -> list[ResultLine]:
    """The parts in the table, each named after its party and what it is."""
    names = party_names(language)
    gap = "：" if language == "zh" else ": "
    return [_money_line(language, f"{names[p.code]}{gap}{what}", p.amount) for p in parts]


def _money_line(language: Language, name: str, amount: float | None) -> ResultLine:
    _ = translator(language)
    divisor = MONEY_FIELD[language]
    return ResultLine(name, None if amount is None else amount / divisor, _("m yuan"))


def _token(values: Values) -> str:
    """The values in a row, for tests that wait until a figure shows them."""
    return ",".join(f"{value:g}" for value in values.values())
