"""指标方法: card, coverage, formulas, the two intensities, methods, sources, in both languages."""

import pytest

from scoreboard.answers.methods.answer import answer
from scoreboard.answers.methods.choice import MethodsChoice
from scoreboard.answers.model import Answer, Fold, Sentence, ShadedTable, Table
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Language, Level


def table_of(found: Answer, block: str) -> Table:
    return next(part for part in found[block] if isinstance(part, Table))


def coverage_of(release: Release, level: Level) -> ShadedTable:
    found = answer(release, MethodsChoice("rd_intensity", level), "zh")
    return next(part for part in found["coverage"] if isinstance(part, ShadedTable))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "天津2016年两者分别为3.00%和4.68%"),
        ("en", "For Tianjin in 2016 they are 3.00% and 4.68%"),
    ],
)
def test_the_two_intensities_are_told_apart_by_their_widest_gap(
    release: Release, language: Language, said: str
) -> None:
    changes = answer(release, MethodsChoice("rd_intensity", "province"), language)["changes"]
    assert said in " ".join(part.text for part in changes if isinstance(part, Sentence))


def test_coverage_counts_the_regions_of_the_level(release: Release) -> None:
    name = release.catalog.indicators["rd_intensity"].name.zh
    provinces, cities = coverage_of(release, "province"), coverage_of(release, "city")
    # All provinces of the mainland; the bulletin of 2024 is not out yet for most of them.
    assert provinces.cells.loc[name, "2023"] == 31
    assert provinces.cells.loc[name, "2024"] == 7
    rows = release.observations("rd_intensity", "city")
    there = rows[(rows["year"] == 2020) & (rows["region_code"] != NATION)]
    assert cities.cells.loc[name, "2020"] == there["region_code"].nunique() > 0
    assert provinces.style(31) != provinces.style(7) != provinces.style(None) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_and_fold_has_something_to_say(release: Release, language: Language) -> None:
    found = answer(release, MethodsChoice("gdp", "province"), language)
    catalog = release.catalog
    derived = [i for i in catalog.indicators_in_order() if i.formula]
    assert len(table_of(found, "index").build()) == len(catalog.indicators_in_order())
    assert len(table_of(found, "formulas").build()) == len(derived)
    sources = table_of(found, "sources")
    assert len(sources.build()) == len(catalog.sources)
    assert set(sources.columns) <= set(sources.build().columns)
    folds = [p for block in ("methods", "changes") for p in found[block] if isinstance(p, Fold)]
    # A fold for each page that has methods, and the caveats.
    assert len(folds) == len({m.topic for m in catalog.methods.values()}) + 1
    assert all(fold.build() for fold in folds)
    said = [p for fold in folds for p in fold.build() if isinstance(p, Sentence)]
    assert {m.name[language] for m in catalog.methods.values()} <= {p.text for p in said}
