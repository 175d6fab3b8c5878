"""From laboratory to mass production in one region, as far as official figures follow it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.analysis.funnel import StageFigure, StepFigure, take_stages, take_steps
from scoreboard.catalog import NATION, Funnel, FunnelStage, FunnelStep, Language, Region
from scoreboard.charts.funnel import StepRow, draw_sleeping, draw_steps
from scoreboard.reports.tables import TableFacts, cited
from scoreboard.text.chains import funnel_sentence, step_measure, yardstick_name
from scoreboard.text.numbers import measure_for
from scoreboard.text.sentences import status_in_brackets, status_word
from scoreboard.ui import cached_chains, choices
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table

# Room for a figure with its unit, wider in English; in Chinese all seven stand in one row.
STAGE: dict[Language, int] = {"zh": 132, "en": 170}


def show_funnel(frame: Frame, region: Region) -> None:
    """The stages and the ratios between them against peers, and what no figure tells."""
    funnel = frame.catalog.funnel
    if funnel is None:
        return
    _ = frame.translate
    release = frame.release.key
    panel = cached_chains.funnel_panel(release, region.level)
    peers = cached_chains.peers_of(release, region.level, region.code)
    stages = take_stages(panel, funnel.stages, region.code)
    steps = take_steps(panel, funnel, region.code, peers)
    name = region.short_name[frame.language]
    st.subheader(plain(funnel_sentence(steps, funnel, name, frame.language)), anchor=False)
    st.caption(
        plain(
            _(
                "The stages are stocks and flows of one year and not the same projects followed "
                "through it, so the ratios are no conversion rates."
            )
        )
    )
    _show_stages(frame, funnel, stages)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_steps(frame, region, funnel, steps)
    with right:
        _show_sleeping(frame, funnel)
    _show_sources(frame, stages, steps)
    offer_table(
        frame,
        "funnel_table",
        _("Table and download: funnel"),
        partial(build_table, frame, region, funnel, stages, steps),
        partial(_table_facts, frame, region, funnel, steps),
        name=f"funnel_{region.code}",
    )


def _show_stages(frame: Frame, funnel: Funnel, figures: list[StageFigure]) -> None:
    """The newest figure of every stage in a row; what is missing, below, in words."""
    _ = frame.translate
    phases = {
        "laboratory": _("Laboratory"),
        "pilot": _("Pilot test"),
        "production": _("Mass production"),
    }
    pairs = list(zip(funnel.stages, figures, strict=True))
    colon, gap = ("：", "；") if frame.language == "zh" else (": ", "; ")
    groups = {
        heading: [s.name[frame.language] for s in funnel.stages if s.phase == phase]
        for phase, heading in phases.items()
    }
    order = [
        f"{h}{colon}{join_names(names, frame.language)}" for h, names in groups.items() if names
    ]
    st.markdown(f":small[{plain(gap.join(order))}]")
    with st.container(horizontal=True, key="funnel_stages", gap="small"):
        for stage, figure in pairs:
            _show_stage(frame, stage, figure)
    missing = [
        stage.missing[frame.language]
        for stage, figure in pairs
        if figure.value is None or stage.is_national or stage.phase == "pilot"
    ]
    st.caption(plain(_("Not known: {list}.").format(list=gap.join(missing))))


def _show_stage(frame: Frame, stage: FunnelStage, figure: StageFigure) -> None:
    value, note = _stage_text(frame, stage, figure)
    st.metric(
        plain(stage.name[frame.language]),
        value,
        plain(note),
        delta_color="off",
        delta_arrow="off",
        width=STAGE[frame.language],
    )


def _stage_text(frame: Frame, stage: FunnelStage, figure: StageFigure) -> tuple[str, str]:
    """A stage's figure and, small, whose and of which year it is."""
    _ = frame.translate
    if figure.value is None or figure.year is None:
        return "—", _("no data")
    catalog, code = frame.catalog, stage.indicator
    measure = measure_for(
        catalog.indicators[code],
        catalog.unit_of(code),
        catalog.base_unit_of(code),
        figure.value,
        frame.language,
    )
    year = str(figure.year) + status_in_brackets(figure.status, frame.language)
    if figure.scope == NATION:
        year = _("nation {year}").format(year=year)
    return measure.text(figure.value), year


def _show_steps(frame: Frame, region: Region, funnel: Funnel, figures: list[StepFigure]) -> None:
    _ = frame.translate
    if not any(figure.value is not None and figure.yardstick for figure in figures):
        st.markdown(plain(_("There is nothing to compare: too few regions publish both stages.")))
        return
    show_title(
        _("Ratios between stages, against others"),
        [
            _("multiples of the median of structurally similar regions"),
            _("diamond: nation"),
            _("logarithmic scale"),
        ],
    )
    rows = [
        _step_row(frame, region, step, figure)
        for step, figure in zip(funnel.steps, figures, strict=True)
    ]
    figure = draw_steps(rows, frame.language, f"funnel|{region.code}")
    show_figure("funnel_steps", figure, _("Ratios between stages, against others"), _choose)
    readings = [
        f"{step.name[frame.language]}{'：' if frame.language == 'zh' else ': '}"
        f"{step.reading[frame.language]}"
        for step in funnel.steps
    ]
    st.caption("  \n".join(plain(reading) for reading in readings))


def _step_row(frame: Frame, region: Region, step: FunnelStep, figure: StepFigure) -> StepRow:
    _ = frame.translate
    language, base = frame.language, figure.yardstick
    measure = step_measure(step, language)
    name = step.name[language]
    if figure.value is not None and not base:
        text = _("{step} ({year}){line}{value}; too few regions to compare").format(
            step=f"<b>{name}</b>", year=figure.year, line="<br>", value=measure.text(figure.value)
        )
    elif figure.value is None or not base:
        text = _("{step}: no data for {name}").format(step=name, name=region.short_name[language])
    else:
        text = _("{step} ({year}){line}{value}; {whose} {against}").format(
            step=f"<b>{name}</b>",
            year=figure.year,
            line="<br>",
            value=measure.text(figure.value) + status_in_brackets(figure.status, language),
            whose=yardstick_name(figure, language),
            against=measure.number(base),
        )
    if not base:
        return StepRow(text, None, "", None, (), False)
    others = figure.rows[figure.rows["region_code"] != region.code]
    names = frame.region_names(others["region_code"])
    return StepRow(
        label=text,
        own=None if figure.value is None else figure.value / base,
        own_text=region.short_name[language],
        nation=None if figure.nation is None else figure.nation / base,
        others=tuple(
            (str(code), name, float(value) / base)
            for code, name, value in zip(others["region_code"], names, others["value"], strict=True)
        ),
        is_uncertain=figure.status in ("P", "E"),
    )


def _show_sleeping(frame: Frame, funnel: Funnel) -> None:
    """Why patents sleep, as one park found; context and no figure of the region."""
    _ = frame.translate
    survey = funnel.sleeping
    show_title(
        _("Why patents sleep: one park's survey"),
        [_("not of this region"), _("share of unused patents")],
    )
    figure = draw_sleeping(survey, frame.language, "sleeping")
    show_figure("funnel_sleeping", figure, _("Why patents sleep: one park's survey"))
    st.caption(
        plain(
            _("{about} From paper {file}: a claim of that paper, not a statistic.").format(
                about=survey.about[frame.language], file=survey.source
            )
        )
    )


def _show_sources(frame: Frame, stages: list[StageFigure], steps: list[StepFigure]) -> None:
    _ = frame.translate
    titles = {code: source.title for code, source in frame.catalog.sources.items()}
    cells = [f.source_code for f in stages] + [f.source_code for f in steps]
    found = list(dict.fromkeys(t for cell in cells if cell for t in cited(cell, titles).split(";")))
    named = found[:2] + ([_("and {n} more").format(n=len(found) - 2)] if len(found) > 2 else [])
    if named:
        line = _("Source: {titles}; {release}").format(
            titles=join_names(named, frame.language),
            release=release_line(frame.release, frame.language),
        )
        st.caption(plain(line))


def build_table(
    frame: Frame,
    region: Region,
    funnel: Funnel,
    stages: list[StageFigure],
    steps: list[StepFigure],
) -> pd.DataFrame:
    """One row a stage and one a ratio: figure, year, what it is held against, source."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    titles = {code: source.title for code, source in catalog.sources.items()}
    rows = []
    for stage, figure in zip(funnel.stages, stages, strict=True):
        rows.append(
            {
                _("Stage or ratio"): stage.name[language],
                _("Value"): figure.value,
                _("Unit"): catalog.unit_of(stage.indicator).name[language],
                _("Year"): "" if figure.year is None else str(figure.year),
                _("Of"): _("Nation") if figure.scope == NATION else region.short_name[language],
                _("Status"): _("no data")
                if figure.value is None
                else status_word(figure.status, language),
                _("Source"): cited(figure.source_code, titles) if figure.source_code else "",
            }
        )
    for step, ratio in zip(funnel.steps, steps, strict=True):
        rows.append(
            {
                _("Stage or ratio"): step.name[language],
                _("Value"): _rounded(ratio.value, step, language),
                _("Unit"): step.unit[language],
                _("Year"): "" if ratio.year is None else str(ratio.year),
                _("Of"): region.short_name[language],
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
    measure = step_measure(step, language)
    return None if value is None else round(value / measure.divisor, measure.decimals + 2)


def _table_facts(
    frame: Frame, region: Region, funnel: Funnel, steps: list[StepFigure]
) -> TableFacts:
    _ = frame.translate
    title = _("From laboratory to production: {name}").format(name=region.name[frame.language])
    name = region.short_name[frame.language]
    lines = (
        (_("In one sentence"), funnel_sentence(steps, funnel, name, frame.language)),
        (_("Release"), release_line(frame.release, frame.language)),
    )
    return TableFacts(title, lines)


def _choose(code: str) -> None:
    choices.write({"region": code})
