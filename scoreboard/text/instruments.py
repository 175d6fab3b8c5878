"""The policy instruments in words: labels of inputs, what is wrong with them, and the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scoreboard.analysis.instruments import (
    ChainSharing,
    ConsortiumScore,
    IncomeSharing,
    InputProblem,
    InstituteFunding,
    PartyShare,
    PilotSubsidy,
    SharedLine,
    StagedFund,
    compare_lines,
    fund_institute,
    plan_stages,
    score_consortium,
    share_chain_project,
    share_income,
    subsidise_pilot,
)
from scoreboard.catalog import Instrument, InstrumentInput, Language
from scoreboard.language import in_brackets, join_list, translator
from scoreboard.language.numbers import NumberFormat, count_years

# What one unit of the field is in 万元: Chinese readers enter 万元, English ones million yuan.
MONEY_FIELD: dict[Language, float] = {"zh": 1.0, "en": 100.0}


class _Entered(NumberFormat):
    """Amounts that a user entered, or that follow from them: no zeros behind the point."""

    def text(self, value: float, *, signed: bool | None = None) -> str:
        if value == 0:
            return "0万元" if self.language == "zh" else "0 yuan"
        return super().text(value, signed=signed)

    def _write(self, scaled: float, divisor: float, *, signed: bool) -> str:
        text = super()._write(scaled, divisor, signed=signed)
        return text.rstrip("0").rstrip(".") if "." in text else text


def money_format(language: Language) -> NumberFormat:
    """How amounts in 万元 are written: 万元 and 亿元, or k, m and bn yuan."""
    if language == "zh":
        return _Entered(1, "万元", 1, language, ((1e4, "亿元"), (1, "万元")))
    steps = ((1e5, "bn yuan"), (1e2, "m yuan"), (0.1, "k yuan"))
    return _Entered(100, "m yuan", 2, language, steps)


def percent(value: float, language: Language) -> str:
    """A share or rate with at most one decimal."""
    decimals = 0 if abs(value - round(value)) < 0.05 else 1
    return NumberFormat(1, "%", decimals, language).text(value)


def unit_word(item: InstrumentInput, language: Language) -> str:
    """The unit that an input is entered in."""
    _ = translator(language)
    return {
        "money": _("m yuan"),
        "pct": "%",
        "years": _("years"),
        "months": _("months"),
        "count": _("number"),
        "times": _("times"),
        "points": _("points"),
    }[item.unit]


def input_text(item: InstrumentInput, value: float, language: Language) -> str:
    """A value of an input with its unit."""
    if item.unit == "money":
        return money_format(language).text(value)
    if item.unit == "pct":
        return percent(value, language)
    word = "" if item.unit == "count" else unit_word(item, language)
    gap = " " if language == "en" and word else ""
    return f"{value:,.4g}{gap}{word}"


def range_text(item: InstrumentInput, language: Language) -> str:
    """The range that the paper gives; empty where it gives none."""
    if item.low is None or item.high is None:
        return ""
    low, high = input_text(item, item.low, language), input_text(item, item.high, language)
    if item.unit != "money":
        # The unit stands once, behind the second number.
        low = f"{item.low:g}"
    return f"{low}—{high}" if language == "zh" else f"{low} to {high}"


def problem_sentence(problem: InputProblem, instrument: Instrument, language: Language) -> str:
    """What is wrong with an input, and what was done about it."""
    _ = translator(language)
    items = [instrument.input(code) for code in problem.codes]
    names = join_list((_lowered(i.name[language], language) for i in items), language)
    if problem.kind == "total":
        short = 100 - problem.value
        template = (
            _("{names} sum to {total}, {gap} short of 100%: nothing can be shared yet.")
            if short > 0
            else _("{names} sum to {total}, {gap} more than 100%: nothing can be shared yet.")
        )
        return template.format(
            names=names,
            total=percent(problem.value, language),
            gap=percent(abs(short), language),
        )
    item = items[0]
    if problem.kind == "unreadable":
        return _(
            "The link's value for {name} cannot be used; the default of {default} counts."
        ).format(name=names, default=input_text(item, item.default, language))
    template = (
        _("{name} of {value} is below the paper's range of {range}; it is calculated all the same.")
        if problem.kind == "below"
        else _(
            "{name} of {value} is above the paper's range of {range}; it is calculated all the "
            "same."
        )
    )
    return template.format(
        name=names if language == "zh" else item.name[language],
        value=input_text(item, problem.value, language),
        range=range_text(item, language),
    )


def sources_sentences(instrument: Instrument, language: Language) -> list[str]:
    """Where every default is from: one sentence a paper, and one for what is only an example."""
    _ = translator(language)
    by_source: dict[str, list[str]] = {}
    for item in instrument.inputs:
        text = f"{item.name[language]} {input_text(item, item.default, language)}"
        text += in_brackets(range_text(item, language), language)
        by_source.setdefault(item.source, []).append(text)
    papers = [
        _("Defaults and ranges from paper {number}: {list}.").format(
            number=f"[{file[:3]}]", list=join_list(texts, language)
        )
        for file, texts in by_source.items()
        if file
    ]
    own = by_source.get("")
    if own:
        sentence = _("Examples of ours, in no paper: {list}.")
        papers.append(sentence.format(list=join_list(own, language)))
    return papers


def party_names(language: Language) -> dict[str, str]:
    """The parties that share or pay, by code."""
    _ = translator(language)
    return {
        "university": _("University"),
        "team": _("Research team"),
        "firm": _("Firm"),
        "lead": _("Lead firm"),
        "institute": _("Research institute"),
        "small": _("Small firms"),
        "capital": _("Capital"),
        "government": _("Government"),
        "firms": _("Lead firms"),
        "universities": _("Universities"),
    }


def stage_names(language: Language) -> dict[str, str]:
    """The stages of a fund, by code."""
    _ = translator(language)
    return {
        "seed": _("Seed"),
        "pilot": _("Pilot"),
        "production": _("Production"),
    }


def item_names(language: Language) -> dict[str, str]:
    """What a consortium is scored on, by code."""
    _ = translator(language)
    return {
        "base": _("Base duties"),
        "technology": _("Technical targets"),
        "pilot": _("Pilot maturity"),
        "market": _("Income from products"),
    }


def write_result(
    instrument: Instrument, values: Mapping[str, float], language: Language
) -> list[str]:
    """What an instrument gives for the values entered, whose shares sum to 100; in sentences."""
    return _WRITERS[instrument.code](values, language)


def _write_income(
    values: Mapping[str, float], result: IncomeSharing, language: Language
) -> list[str]:
    """Who gets what of a conversion, and the team from sales."""
    _ = translator(language)
    money = money_format(language).text
    return [
        _(
            "Of {income}, {parts}; the royalty adds {a_year} a year, {royalty} in {years}, "
            "so that the team gets {total} in all."
        ).format(
            income=money(values["income"]),
            parts=_parts(result.parts, language),
            a_year=money(result.royalty_a_year),
            royalty=money(result.royalty),
            years=count_years(result.years, language),
            total=money(result.team_total),
        )
    ]


def _write_chain(
    values: Mapping[str, float], result: ChainSharing, language: Language
) -> list[str]:
    """Who gets what of a chain project, and what the risk fund meets."""
    _ = translator(language)
    money = money_format(language).text
    sentences = [
        _("Of {income}, {parts}.").format(
            income=money(values["income"]), parts=_parts(result.income, language)
        )
    ]
    if values["loss"]:
        sentences.append(
            _(
                "Should the project fail with a loss of {loss}, the risk fund of {fund} meets "
                "{covered} of it."
            ).format(
                loss=money(values["loss"]),
                fund=money(values["fund"]),
                covered=percent(result.covered_pct, language),
            )
        )
    return sentences


def _write_pilot(
    values: Mapping[str, float], result: PilotSubsidy, language: Language
) -> list[str]:
    """What a pilot project gets, what is left for the firm, and when the cap binds."""
    _ = translator(language)
    money = money_format(language).text
    sentences = [
        _(
            "A pilot project of {cost} gets {subsidy}, {pct} of its cost, and the firm pays "
            "{firm}; {projects} such projects need {budget}."
        ).format(
            cost=money(values["cost"]),
            subsidy=money(result.subsidy),
            pct=percent(result.effective_pct, language),
            firm=money(result.firm_pays),
            projects=f"{values['projects']:,.0f}",
            budget=money(result.budget),
        )
    ]
    if result.is_capped and result.capped_from is not None:
        sentences.append(
            _("The cap binds: from a cost of {limit} on, the subsidy no longer grows.").format(
                limit=money(result.capped_from)
            )
        )
    return sentences


def _write_line(values: Mapping[str, float], result: SharedLine, language: Language) -> list[str]:
    """What a firm saves at a shared line, and when savings equal public money."""
    _ = translator(language)
    money = money_format(language).text
    sentences = [
        _(
            "At the shared line a firm pays {price} instead of {own}, saves {saved} ({pct}) and is "
            "in production {months} months sooner."
        ).format(
            price=money(result.price),
            own=money(result.own_cost),
            saved=money(result.saved),
            pct=percent(result.saved_pct, language),
            months=f"{result.months:g}",
        )
    ]
    if result.time_value:
        sentences.append(
            _("The months gained are worth {value} in profit.").format(
                value=money(result.time_value)
            )
        )
    if result.years_to_equal is None:
        sentences.append(_("Nothing is saved, so public money is never equalled."))
    else:
        sentences.append(
            _(
                "{firms} firms a year save {a_year}; that equals the public money of {public} "
                "after {years}."
            ).format(
                firms=f"{values['firms']:,.0f}",
                a_year=money(result.saved_a_year),
                public=money(result.public_money),
                years=count_years(result.years_to_equal, language),
            )
        )
    return sentences


def _write_institute(
    values: Mapping[str, float], result: InstituteFunding, language: Language
) -> list[str]:
    """Who pays what for an institute, and what public money draws."""
    _ = translator(language)
    sentences = [
        _("Of {total} to be paid, {parts}.").format(
            total=money_format(language).text(values["total"]),
            parts=_parts(result.parts, language),
        )
    ]
    if result.levered is not None:
        sentences.append(
            _("Each yuan of the government draws {amount} yuan of the others.").format(
                amount=f"{result.levered:.2f}"
            )
        )
    return sentences


def _write_fund(values: Mapping[str, float], result: StagedFund, language: Language) -> list[str]:
    """What a staged fund spends in expectation and brings into production."""
    _ = translator(language)
    money = money_format(language).text
    sentences = [
        _(
            "Of {projects} projects {successes} are expected to succeed in production, for {spent} "
            "in all; paying every project all three sums at once would take {at_once}, {saved} "
            "more."
        ).format(
            projects=f"{values['projects']:,.0f}",
            successes=f"{round(result.successes, 1):,g}",
            spent=money(result.spent),
            at_once=money(result.at_once),
            saved=money(result.saved),
        )
    ]
    if result.cost_per_success is None:
        sentences.append(_("With these pass rates no project succeeds."))
    else:
        sentences.append(
            _(
                "That is {each} for each success; the pass rates are yours, so this is arithmetic "
                "and no forecast."
            ).format(each=money(result.cost_per_success))
        )
    return sentences


def _write_score(
    values: Mapping[str, float], result: ConsortiumScore, language: Language
) -> list[str]:
    """What a consortium scores, whether it passes, and where most is lost."""
    _ = translator(language)
    facts = {
        "score": f"{result.score:.1f}",
        "line": f"{values['pass_line']:g}",
        "gap": f"{result.to_pass:.1f}",
    }
    template = (
        _("The consortium scores {score} points and passes the mark of {line}.")
        if result.passes
        else _("The consortium scores {score} points, {gap} below the mark of {line}.")
    )
    sentences = [template.format(**facts)]
    if result.weakest is not None:
        item = next(i for i in result.items if i.code == result.weakest)
        sentences.append(
            _("Most is lost in: {item}, {missed} of {available} points.").format(
                item=_lowered(item_names(language)[item.code], language),
                missed=f"{round(item.missed, 1):g}",
                available=f"{round(item.available, 1):g}",
            )
        )
    return sentences


def _parts(parts: tuple[PartyShare, ...], language: Language) -> str:
    """Who gets or pays what, in a row."""
    names, money = party_names(language), money_format(language).text
    texts = [
        f"{_lowered(names[p.code], language)} {money(p.amount)}"
        if language == "en"
        else f"{names[p.code]}{money(p.amount)}"
        for p in parts
    ]
    return join_list(texts, language)


def _lowered(name: str, language: Language) -> str:
    """An English name inside a sentence, unless it is an abbreviation."""
    if language == "zh" or name[1:2].isupper():
        return name
    return name[:1].lower() + name[1:]


_WRITERS: dict[str, Callable[[Mapping[str, float], Language], list[str]]] = {
    "income_sharing": lambda v, x: _write_income(v, share_income(v), x),
    "chain_sharing": lambda v, x: _write_chain(v, share_chain_project(v), x),
    "pilot_subsidy": lambda v, x: _write_pilot(v, subsidise_pilot(v), x),
    "shared_line": lambda v, x: _write_line(v, compare_lines(v), x),
    "institute_funding": lambda v, x: _write_institute(v, fund_institute(v), x),
    "staged_fund": lambda v, x: _write_fund(v, plan_stages(v), x),
    "consortium_kpi": lambda v, x: _write_score(v, score_consortium(v), x),
}
