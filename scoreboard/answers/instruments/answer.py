"""One policy instrument calculated: the answer of 政策工具."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.instruments import check_inputs
from scoreboard.answers.instruments.choice import InstrumentChoice
from scoreboard.answers.instruments.results import Calculation, work_out
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Part, Sentence, Table, TableFacts, figure_part
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Instrument, Language
from scoreboard.language import join_sentences, translator
from scoreboard.text.instruments import (
    MONEY_FIELD,
    problem_sentence,
    range_text,
    sources_sentences,
    unit_word,
)


@kept
def answer(release: Release, choice: InstrumentChoice, language: Language) -> Answer:
    """What does an instrument cost and give, by the numbers entered?

    Blocks: opening, figures, sources, table. Shares that do not sum to 100 have no result: the
    opening says so, and there are neither figures nor a table.
    """
    instrument = release.catalog.instruments[choice.instrument_code]
    values = dict(choice.inputs)
    problems = check_inputs(instrument, values)
    opening: list[Part] = [Sentence(instrument.question[language], "note")]
    blocks: dict[str, tuple[Part, ...]] = {"sources": _sources(release, instrument, language)}
    if not any(problem.stops for problem in problems):
        result = work_out(instrument, values, language)
        opening.append(Sentence(join_sentences(result.sentences, language), "headline"))
        blocks["figures"] = tuple(
            figure_part(f"{instrument.code}_{k}", d.figure, d.title, d.title, d.notes)
            for k, d in enumerate(result.drawings)
        )
        blocks["table"] = (_table(release, instrument, values, result, language),)
    opening += [Sentence(problem_sentence(p, instrument, language), "caution") for p in problems]
    return Answer(instrument.code, blocks | {"opening": tuple(opening)})


def _sources(release: Release, instrument: Instrument, language: Language) -> tuple[Sentence, ...]:
    """What the paper reports, where every default is from, and what is only an example."""
    _ = translator(language)
    example = _("{text} (paper {paper})").format(
        text=instrument.example[language],
        paper=release.catalog.papers[instrument.source].cited(language),
    )
    claims = _(
        "The papers' figures are their claims, not statistics; results follow from the numbers "
        "entered and are no forecast."
    )
    lines = (example, *sources_sentences(instrument, language), claims)
    return tuple(Sentence(line, "note") for line in lines)


def _table(
    release: Release,
    instrument: Instrument,
    values: dict[str, float],
    result: Calculation,
    language: Language,
) -> Table:
    _ = translator(language)
    facts = (
        (_("In one sentence"), join_sentences(result.sentences, language)),
        (_("Release"), release_line(release.info, language)),
    )
    return Table(
        key=f"{instrument.code}_table",
        label=_("Table and download"),
        name=instrument.code,
        build=partial(build_table, instrument, values, result, language),
        facts=partial(TableFacts, instrument.name[language], facts),
    )


def build_table(
    instrument: Instrument, values: dict[str, float], result: Calculation, language: Language
) -> pd.DataFrame:
    """The inputs with their defaults, ranges and sources, then the results."""
    _ = translator(language)
    rows: list[dict[str, object]] = []
    for item in instrument.inputs:
        scale = MONEY_FIELD[language] if item.unit == "money" else 1.0
        rows.append(
            {
                _("Item"): item.name[language],
                _("Kind"): _("input"),
                _("Value"): round(values[item.code] / scale, 6),
                _("Unit"): unit_word(item, language),
                _("Default"): round(item.default / scale, 6),
                _("Range of the paper"): range_text(item, language),
                _("Source"): item.source or _("an example of ours"),
            }
        )
    rows += [
        {
            _("Item"): line.name,
            _("Kind"): _("result"),
            _("Value"): None if line.value is None else round(line.value, 4),
            _("Unit"): line.unit,
        }
        for line in result.lines
    ]
    return pd.DataFrame(rows)
