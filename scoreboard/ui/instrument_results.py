"""The result of each policy instrument: sentences, pictures and the lines of its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scoreboard.analysis.instruments import (
    Part,
    compare_lines,
    fund_institute,
    plan_stages,
    score_consortium,
    share_chain_project,
    share_income,
    subsidise_pilot,
)
from scoreboard.catalog import Instrument, Language
from scoreboard.charts.instruments import (
    Segment,
    Stack,
    draw_payback,
    draw_stacks,
    draw_subsidy,
)
from scoreboard.text.instruments import (
    MONEY_FIELD,
    item_names,
    money_measure,
    party_names,
    percent,
    stage_names,
    write_chain,
    write_fund,
    write_income,
    write_institute,
    write_line,
    write_pilot,
    write_score,
)
from scoreboard.text.numbers import count_years
from scoreboard.ui.frame import Frame


@dataclass(frozen=True)
class Picture:
    """A figure with its title in words and what stands small below the title."""

    title: str
    notes: tuple[str, ...]
    figure: Any


@dataclass(frozen=True)
class Line:
    """One result in the table: what it is, the number and its unit."""

    name: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class Outcome:
    """What an instrument's result is shown as."""

    sentences: list[str]
    pictures: list[Picture]
    lines: list[Line]


Values = Mapping[str, float]


def work_out(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    """The result of an instrument for the values entered, whose shares sum to 100."""
    return _WORKERS[instrument.code](frame, instrument, values)


def _income(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    _ = frame.translate
    language = frame.language
    result = share_income(values)
    money, names = money_measure(language).text, party_names(language)
    stacks = []
    for part in result.parts:
        segments = [_amount_and_share(part, language)]
        if part.code == "team" and result.royalty:
            text = _("royalty {amount}").format(amount=money(result.royalty))
            segments.append(Segment(result.royalty, text))
        stacks.append(Stack(names[part.code], tuple(segments)))
    picture = Picture(
        _("Who gets what"),
        (
            _("blue: at once; red: royalty in {years}").format(
                years=count_years(result.years, frame.language)
            ),
        ),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = _part_lines(frame, result.parts, _("at once"))
    lines += [
        _money_line(frame, _("Royalty a year"), result.royalty_a_year),
        _money_line(frame, _("Royalty in all years"), result.royalty),
        _money_line(frame, _("Team in all"), result.team_total),
    ]
    return Outcome(write_income(values, result, language), [picture], lines)


def _chain(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    _ = frame.translate
    language = frame.language
    result = share_chain_project(values)
    money, names = money_measure(language).text, party_names(language)
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
    pictures = [
        Picture(
            _("If it succeeds: who gets what"),
            (),
            draw_stacks(income, f"{instrument.code}|income|{_token(values)}"),
        ),
        Picture(
            _("If it fails: who bears what"),
            (_("blue: met by the risk fund; grey: left to bear"),),
            draw_stacks(loss, f"{instrument.code}|loss|{_token(values)}"),
        ),
    ]
    lines = [
        *_part_lines(frame, result.income, _("income")),
        *_part_lines(frame, result.paid_in, _("paid into the fund")),
        *_part_lines(frame, result.loss, _("loss")),
        *_part_lines(frame, result.met, _("met by the fund")),
    ]
    return Outcome(write_chain(values, result, language), pictures, lines)


def _pilot(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    _ = frame.translate
    language = frame.language
    result = subsidise_pilot(values)
    figure = draw_subsidy(
        values["cost"],
        values["rate"],
        values["cap"],
        money_measure(language),
        f"{instrument.code}|{_token(values)}",
    )
    picture = Picture(
        _("Subsidy by the cost of the project"),
        (_("red: this project"),),
        figure,
    )
    lines = [
        _money_line(frame, _("Subsidy"), result.subsidy),
        _money_line(frame, _("Left for the firm"), result.firm_pays),
        Line(_("Subsidy over cost"), result.effective_pct, "%"),
        _money_line(frame, _("Cost from which the cap binds"), result.capped_from),
        _money_line(frame, _("Budget for all projects"), result.budget),
    ]
    return Outcome(write_pilot(values, result, language), [picture], lines)


def _line(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    _ = frame.translate
    language = frame.language
    result = compare_lines(values)
    measure = money_measure(language)
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
    pictures = [
        Picture(
            _("What one firm pays"), (), draw_stacks(stacks, f"{instrument.code}|{_token(values)}")
        ),
        Picture(
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
        _money_line(frame, _("Price at the shared line"), result.price),
        _money_line(frame, _("Saved by a firm"), result.saved),
        Line(_("Saved, of the own line"), result.saved_pct, "%"),
        Line(_("Production sooner by"), result.months, _("months")),
        _money_line(frame, _("Worth of the months gained"), result.time_value),
        _money_line(frame, _("Saved by all firms a year"), result.saved_a_year),
        _money_line(frame, _("Public money"), result.public_money),
        Line(_("Years until savings equal it"), result.years_to_equal, _("years")),
    ]
    return Outcome(write_line(values, result, language), pictures, lines)


def _institute(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    _ = frame.translate
    language = frame.language
    result = fund_institute(values)
    names, money = party_names(language), money_measure(language).text
    stacks = []
    for part in result.parts:
        item = instrument.input(part.code)
        text = f"{percent(part.share_pct, language)}  {money(part.amount)}"
        segment = Segment(part.share_pct, text)
        stacks.append(Stack(names[part.code], (segment,), item.low, item.high))
    picture = Picture(
        _("Who pays what"),
        (_("grey: the paper's range"),),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = _part_lines(frame, result.parts, _("pays"))
    lines.append(Line(_("Drawn by each yuan of the government"), result.levered, _("yuan")))
    return Outcome(write_institute(values, result, language), [picture], lines)


def _fund(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    _ = frame.translate
    language = frame.language
    result = plan_stages(values)
    names, money = stage_names(language), money_measure(language).text
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
    picture = Picture(
        _("What each stage takes"),
        (_("blue: expected; grey: what paying all projects would add"),),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = []
    for stage in result.stages:
        name = names[stage.code]
        lines += [
            Line(_("{stage}: projects").format(stage=name), stage.entering, _("number")),
            _money_line(frame, _("{stage}: spent").format(stage=name), stage.spent),
        ]
    lines += [
        _money_line(frame, _("Spent in all"), result.spent),
        _money_line(frame, _("All at once"), result.at_once),
        _money_line(frame, _("Saved by stages"), result.saved),
        Line(_("Succeed in production, expected"), result.successes, _("number")),
        _money_line(frame, _("For each success"), result.cost_per_success),
    ]
    return Outcome(write_fund(values, result, language), [picture], lines)


def _score(frame: Frame, instrument: Instrument, values: Values) -> Outcome:
    _ = frame.translate
    language = frame.language
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
    picture = Picture(
        _("Points by item"),
        (_("blue: reached; grey: missed"),),
        draw_stacks(stacks, f"{instrument.code}|{_token(values)}"),
    )
    lines = []
    for item in result.items:
        available = _("{item}: available").format(item=names[item.code])
        reached = _("{item}: reached").format(item=names[item.code])
        lines += [
            Line(available, item.available, _("points")),
            Line(reached, item.reached, _("points")),
        ]
    lines += [
        Line(_("Score in all"), result.score, _("points")),
        Line(_("Lacking to pass"), result.to_pass, _("points")),
    ]
    return Outcome(write_score(values, result, language), [picture], lines)


_WORKERS: dict[str, Callable[[Frame, Instrument, Values], Outcome]] = {
    "income_sharing": _income,
    "chain_sharing": _chain,
    "pilot_subsidy": _pilot,
    "shared_line": _line,
    "institute_funding": _institute,
    "staged_fund": _fund,
    "consortium_kpi": _score,
}


def _amount_and_share(part: Part, language: Language) -> Segment:
    amount = money_measure(language).text(part.amount)
    return Segment(part.amount, f"{amount}  {percent(part.share_pct, language)}")


def _part_lines(frame: Frame, parts: tuple[Part, ...], what: str) -> list[Line]:
    """The parts in the table, each named after its party and what it is."""
    names = party_names(frame.language)
    gap = "：" if frame.language == "zh" else ": "
    return [_money_line(frame, f"{names[p.code]}{gap}{what}", p.amount) for p in parts]


def _money_line(frame: Frame, name: str, amount: float | None) -> Line:
    _ = frame.translate
    divisor = MONEY_FIELD[frame.language]
    return Line(name, None if amount is None else amount / divisor, _("m yuan"))


def _token(values: Values) -> str:
    """The values in a row, for tests that wait until a figure shows them."""
    return ",".join(f"{value:g}" for value in values.values())
