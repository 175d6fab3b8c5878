"""From laboratory to mass production in one region, as far as official figures follow it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from scoreboard.analysis.funnel import StageFigure, StepFigure, take_stages, take_steps
from scoreboard.answers import basis
from scoreboard.answers.diagnosis.funnel_drawings import StepRow, draw_sleeping, draw_steps
from scoreboard.answers.diagnosis.funnel_words import (
    funnel_sentence,
    step_format,
    yardstick_name,
)
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.model import (
    KeyFigure,
    KeyFigures,
    Part,
    Sentence,
    Table,
    TableFacts,
    figure_part,
)
from scoreboard.answers.sources import cited, source_line, titles_of
from scoreboard.catalog import NATION, Funnel, FunnelStage, FunnelStep, Language
from scoreboard.charts.theme import hover_note
from scoreboard.language import join_list, translator
from scoreboard.language.numbers import value_format
from scoreboard.text.sentences import status_in_brackets, status_word


def funnel_blocks(subject: Subject) -> Mapping[str, tuple[Part, ...]]:
    """The stages and the ratios between them against peers, and what no figure tells.

    Blocks: funnel, funnel_steps, funnel_sleeping, funnel_more.
    """
    funnel = subject.catalog.funnel
    if funnel is None:
        return {}
    _ = translator(subject.language)
    release, code = subject.release, subject.region.code
    codes = {stage.indicator for stage in funnel.stages}
    codes |= {c for step in funnel.steps for c in (step.of, step.per)}
    panel = release.panel(subject.level, tuple(sorted(codes)))
    peers = subject.peers
    years = basis.said(release, subject.level, code, subject.choice.window)["year"].to_dict()
    stages = take_stages(panel, funnel.stages, code, years)
    steps = take_steps(panel, funnel, code, peers, basis.least_for_median(release.catalog))
    caution = _(
        "The stages are stocks and flows of one year and not the same projects followed "
        "through it, so the ratios are no conversion rates."
    )
    cells = [f.source_code for f in stages] + [f.source_code for f in steps]
    titles = titles_of([cell for cell in cells if cell], release.titles)
    line = source_line(titles, release.info, subject.language)
    table = Table(
        key="funnel_table",
        label=_("Table and download: funnel"),
        name=f"funnel_{code}",
        build=partial(build_table, subject, funnel, stages, steps),
        facts=partial(_table_facts, subject, funnel, steps),
    )
    sentence = funnel_sentence(steps, funnel, subject.name, subject.language)
    return {
        "funnel": (
            Sentence(sentence, "heading"),
            Sentence(caution, "note"),
            *_stages(subject, funnel, stages),
        ),
        "funnel_steps": _steps(subject, funnel, steps),
        "funnel_sleeping": _sleeping(subject, funnel),
        "funnel_more": (*((Sentence(line, "source"),) if titles else ()), table),
    }


def _stages(
    subject: Subject, funnel: Funnel, figures: list[StageFigure]
) -> tuple[Sentence | KeyFigures, ...]:
    """The figure of every stage in a row; what is missing, below, in words."""
    _ = translator(subject.language)
    language = subject.language
    phases = {
        "laboratory": _("Laboratory"),
        "pilot": _("Pilot test"),
        "production": _("Mass production"),
    }
    pairs = list(zip(funnel.stages, figures, strict=True))
    colon, gap = ("：", "；") if language == "zh" else (": ", "; ")
    groups = {
        heading: [s.name[language] for s in funnel.stages if s.phase == phase]
        for phase, heading in phases.items()
    }
    order = [f"{h}{colon}{join_list(names, language)}" for h, names in groups.items() if names]
    missing = [
        stage.missing[language]
        for stage, figure in pairs
        if figure.value is None or stage.is_national or stage.phase == "pilot"
    ]
    tiles = tuple(
        _stage(subject, stage, figure, figure.value, figure.year)
        for stage, figure in pairs
        if figure.value is not None and figure.year is not None
    )
    said = _("Not known: {list}.").format(list=gap.join(missing))
    return (
        Sentence(gap.join(order), "note"),
        *((KeyFigures(tiles),) if tiles else ()),
        Sentence(said, "note"),
    )


def _stage(
    subject: Subject, stage: FunnelStage, figure: StageFigure, value: float, year: int
) -> KeyFigure:
    """A stage's figure and, small, whose and of which year it is."""
    _ = translator(subject.language)
    catalog, code = subject.catalog, stage.indicator
    indicator, unit = catalog.indicators[code], catalog.unit_of(code)
    numbers = value_format(indicator, unit, catalog.base_unit_of(code), value, subject.language)
    note = str(year) + status_in_brackets(figure.status, subject.language)
    return KeyFigure(
        label=stage.name[subject.language],
        text=numbers.text(value),
        value=value,
        indicator_code=code,
        year=year,
        note=_("nation {year}").format(year=note) if figure.scope == NATION else note,
        status=figure.status,
        source_code=figure.source_code,
    )


def _steps(subject: Subject, funnel: Funnel, figures: list[StepFigure]) -> tuple[Part, ...]:
    _ = translator(subject.language)
    if not any(figure.value is not None and figure.yardstick for figure in figures):
        none = _("There is nothing to compare: too few regions publish both stages.")
        return (Sentence(none),)
    rows = [
        _step_row(subject, step, figure) for step, figure in zip(funnel.steps, figures, strict=True)
    ]
    title = _("Ratios between stages, against others")
    drawing = draw_steps(rows, subject.language, f"funnel|{subject.region.code}")
    notes = (
        _("multiples of the median of structurally similar regions"),
        _("diamond: nation"),
        _("logarithmic scale"),
    )
    colon = "：" if subject.language == "zh" else ": "
    readings = [
        Sentence(step.name[subject.language] + colon + step.reading[subject.language], "note")
        for step in funnel.steps
    ]
    return figure_part("funnel_steps", drawing, title, title, notes), *readings


def _step_row(subject: Subject, step: FunnelStep, figure: StepFigure) -> StepRow:
    _ = translator(subject.language)
    language, base = subject.language, figure.yardstick
    numbers = step_format(step, language)
    name = step.name[language]
    if figure.value is not None and not base:
        text = _("{step} ({year}){line}{value}; too few regions to compare").format(
            step=f"<b>{name}</b>", year=figure.year, line="<br>", value=numbers.text(figure.value)
        )
    elif figure.value is None or not base:
        text = _("{step}: no data for {name}").format(step=name, name=subject.name)
    else:
        text = _("{step} ({year}){line}{value}; {whose} {against}").format(
            step=f"<b>{name}</b>",
            year=figure.year,
            line="<br>",
            value=numbers.text(figure.value) + status_in_brackets(figure.status, language),
            whose=yardstick_name(figure, language),
            against=numbers.number(base),
        )
    if not base:
        return StepRow(text, None, "", None, (), False)
    others = figure.rows[figure.rows["region_code"] != subject.region.code]
    names = subject.names(others["region_code"])
    return StepRow(
        label=text,
        own=None if figure.value is None else figure.value / base,
        own_text=subject.name,
        nation=None if figure.nation is None else figure.nation / base,
        others=tuple(
            (str(code), name, float(value) / base)
            for code, name, value in zip(others["region_code"], names, others["value"], strict=True)
        ),
        is_uncertain=figure.status in ("P", "E"),
        note="".join(
            hover_note(subject.note_of(code, figure.year)) for code in (step.of, step.per)
        ),
    )


def _sleeping(subject: Subject, funnel: Funnel) -> tuple[Part, ...]:
    """Why patents sleep, as one park found; context and no figure of the region."""
    _ = translator(subject.language)
    survey, title = funnel.sleeping, _("Why patents sleep: one park's survey")
    drawing = draw_sleeping(survey, subject.language, "sleeping")
    notes = (_("not of this region"), _("share of unused patents"))
    paper = subject.catalog.papers[survey.source].cited(subject.language)
    said = _("{about} From paper {paper}: a claim of that paper, not a statistic.").format(
        about=survey.about[subject.language], paper=paper
    )
    figure = figure_part("funnel_sleeping", drawing, title, title, notes, said)
    return figure, Sentence(said, "note")


def build_table(
    subject: Subject, funnel: Funnel, stages: list[StageFigure], steps: list[StepFigure]
) -> pd.DataFrame:
    """One row a stage and one a ratio: figure, year, what it is held against, source."""
    _ = translator(subject.language)
    language, catalog, titles = subject.language, subject.catalog, subject.release.titles
    rows = []
    for stage, figure in zip(funnel.stages, stages, strict=True):
        rows.append(
            {
                _("Stage or ratio"): stage.name[language],
                _("Value"): figure.value,
                _("Unit"): catalog.unit_of(stage.indicator).name[language],
                _("Year"): "" if figure.year is None else str(figure.year),
                _("Of"): _("Nation") if figure.scope == NATION else subject.name,
                _("Status"): _("no data")
                if figure.value is None
                else status_word(figure.status, language),
                _("Source"): cited(figure.source_code, titles) if figure.source_code else "",
                _("Note"): ""
                if figure.scope == NATION
                else subject.note_of(stage.indicator, figure.year),
            }
        )
    for step, ratio in zip(funnel.steps, steps, strict=True):
        rows.append(
            {
                _("Stage or ratio"): step.name[language],
                _("Value"): _rounded(ratio.value, step, language),
                _("Unit"): step.unit[language],
                _("Year"): "" if ratio.year is None else str(ratio.year),
                _("Of"): subject.name,
                _("Peers' median"): _rounded(ratio.peers, step, language),
                _("Peers"): ratio.peer_count,
                _("Median of all"): _rounded(ratio.median, step, language),
                _("Nation"): _rounded(ratio.nation, step, language),
                _("Status"): _("no data")
                if ratio.value is None
                else status_word(ratio.status, language),
                _("Source"): cited(ratio.source_code, titles) if ratio.source_code else "",
            }
        )
    return pd.DataFrame(rows)


def _rounded(value: float | None, step: FunnelStep, language: Language) -> float | None:
    """In the unit of the language, one or two decimals finer than the figure shows it."""
    numbers = step_format(step, language)
    return None if value is None else round(value / numbers.divisor, numbers.decimals + 2)


def _table_facts(subject: Subject, funnel: Funnel, steps: list[StepFigure]) -> TableFacts:
    _ = translator(subject.language)
    language = subject.language
    title = _("From laboratory to production: {name}").format(name=subject.region.name[language])
    lines = (
        (_("In one sentence"), funnel_sentence(steps, funnel, subject.name, language)),
        (_("Release"), subject.release_line),
    )
    return TableFacts(title, lines)
