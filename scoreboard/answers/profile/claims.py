"""What a policy paper claims of a region, beside the statistics of the same region."""

from __future__ import annotations

from scoreboard.answers.model import Grid, PageLink, Part, Sentence
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.sources import source_line, titles_of
from scoreboard.catalog import Case, CaseFigure
from scoreboard.language import in_brackets, join_sentences, translator
from scoreboard.language.numbers import format_plain
from scoreboard.text.figures import bound_text, figure_text


def claims_of(profile: RegionProfile) -> tuple[Part, ...]:
    """Each claim that has a statistic beside it, both with their year, and how they agree.

    Nothing for a region that no paper of the catalog writes about, or without such a claim.
    """
    cases = [c for c in profile.catalog.cases.values() if c.region_code == profile.region.code]
    return tuple(part for case in cases for part in _claims(profile, case))


def _claims(profile: RegionProfile, case: Case) -> tuple[Part, ...]:
    _, language = translator(profile.language), profile.language
    known = set(profile.newest["indicator_code"])
    compared = [f for f in case.figures if f.indicator in known]
    if not compared:
        return ()
    sources = profile.newest.set_index("indicator_code")["source_code"]
    titles = titles_of(sources[[f.indicator for f in compared]], profile.release.titles)
    said = _("Claims of a paper, not statistics: {title}; file {source}.")
    return (
        Sentence(_("The paper's claim and the statistic"), "title"),
        Sentence(said.format(title=case.title[language], source=case.source), "note"),
        Grid(
            (_("Indicator"), _("The paper says"), _("Published figure")),
            tuple(_row(profile, figure) for figure in compared),
        ),
        *(Sentence(_reconciled(profile, figure)) for figure in compared),
        Sentence(source_line(titles, profile.release.info, language), "source"),
        PageLink(
            "compare",
            _("All figures of the case: {case}").format(case=case.name[language]),
            (("benchmark", "case"), ("case", case.code), ("compared", profile.region.code)),
            ":material/compare_arrows:",
        ),
    )


def _row(profile: RegionProfile, figure: CaseFigure) -> tuple[str, str, str]:
    language = profile.language
    year = "" if figure.year is None else in_brackets(str(figure.year), language)
    return figure.label[language], _claim(profile, figure) + year, _statistic(profile, figure)


def _claim(profile: RegionProfile, figure: CaseFigure) -> str:
    """The value as the paper bounds it, with its unit."""
    decimals = 0 if figure.value == int(figure.value) else 1
    unit = figure.unit[profile.language]
    gap = "" if profile.language == "zh" or unit == "%" else " "
    text = f"{format_plain(figure.value, decimals)}{gap}{unit}"
    return bound_text(text, figure.bound, profile.language)


def _statistic(profile: RegionProfile, figure: CaseFigure) -> str:
    value, year = _published(profile, figure)
    text = figure_text(profile.catalog, str(figure.indicator), value, profile.language)
    return text + in_brackets(str(year), profile.language)


def _published(profile: RegionProfile, figure: CaseFigure) -> tuple[float, int]:
    """The region's figure of the claim's year; its newest where there is none."""
    panel = profile.panel
    rows = panel[
        (panel["region_code"] == profile.region.code)
        & (panel["indicator_code"] == figure.indicator)
    ]
    same = rows[rows["year"] == figure.year]
    row = (same if len(same) else rows.sort_values("year")).iloc[-1]
    return float(row["value"]), int(row["year"])


def _reconciled(profile: RegionProfile, figure: CaseFigure) -> str:
    """Whether claim and statistic are of one year and agree; then what is known besides."""
    _, language = translator(profile.language), profile.language
    value, year = _published(profile, figure)
    label = figure.label[language]
    if figure.year != year:
        told = _(
            "{label}: claim and statistic are of different years and do not refute each other."
        )
    elif figure.is_met_by(value):
        told = _("{label}: the statistic of the same year agrees with the claim.")
    else:
        told = _(
            "{label}: the statistic of the same year differs from the claim; it is what counts."
        )
    note = figure.note[language] if figure.note else ""
    return join_sentences([told.format(label=label), note], language)
