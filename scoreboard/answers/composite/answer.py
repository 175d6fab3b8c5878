"""One indicator system in one year: the answer of the composite page."""

from __future__ import annotations

from scoreboard.answers.composite.choice import CompositeChoice
from scoreboard.answers.composite.evaluated import evaluate_choice
from scoreboard.answers.composite.figures import (
    contributions_of,
    ladder_of,
    ranks_of,
    years_of,
)
from scoreboard.answers.composite.opening import nobody_ranked, opening
from scoreboard.answers.composite.sure import assumptions_of, left_out_of
from scoreboard.answers.composite.systems import editions_of, rows_of, systems_of
from scoreboard.answers.composite.tables import coverage_of, table_of
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Part, Sentence
from scoreboard.answers.release import Release
from scoreboard.answers.sources import source_line
from scoreboard.catalog import Language


@kept
def answer(release: Release, choice: CompositeChoice, language: Language) -> Answer:
    """Who leads overall by one system in one year, and how sure is each rank?

    Blocks: opening, ranks, ladder, parts, years, assumptions, source, table, left_out, systems,
    editions, rows. Where nobody can be ranked: opening, coverage, editions, rows.
    """
    found = evaluate_choice(release, choice, language)
    if found is None:
        blocks: dict[str, tuple[Part, ...]] = {
            "opening": (nobody_ranked(release, choice, language),),
            "coverage": coverage_of(release, choice, language),
        }
    else:
        blocks = {
            "opening": opening(found),
            "ranks": (ranks_of(found),),
            "ladder": (ladder_of(found),),
            "parts": contributions_of(found),
            "years": years_of(found),
            "assumptions": assumptions_of(found),
            "source": (
                Sentence(source_line(found.source_titles, release.info, language), "source"),
            ),
            "table": (table_of(found),),
            "left_out": left_out_of(found),
            "systems": systems_of(found),
        }
    blocks["editions"] = editions_of(release, language)
    blocks["rows"] = rows_of(release, choice.system_code, language)
    token = found.token if found else f"{choice.system_code}|{choice.level}|none"
    return Answer(token, blocks)
