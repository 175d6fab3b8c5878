"""How far the diagnosis agrees with people who know: a survey, a paper, a published rank.

    python -m scoreboard.answers.validation > docs/validation.md

Nothing is typed in but what the survey and the paper say; every other figure is of the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scipy.stats import spearmanr

from scoreboard.analysis.composite import Options
from scoreboard.analysis.composite.system import RankRange, default_shares, system_of
from scoreboard.answers import basis, composited, judged
from scoreboard.answers.release import Release, open_release
from scoreboard.catalog import Language
from scoreboard.diagnostics.finding import Finding
from scoreboard.paths import RELEASES
from scoreboard.store.folder import current_release, key_of

_LANGUAGE: Language = "en"
_PUBLISHED = "regional_innovation_capability_rank"
SURVEY, PAPER = "004_0500ff72c060f5fa.txt", "000_578ef17be3bf8ca2.txt"
_SURVEYED = "610000"


@dataclass(frozen=True)
class SurveyProblem:
    """One problem that the survey of Shaanxi names, its own figure, and the rules that look at it.

    unseen: what the survey means and no published figure by province tells.
    """

    title: str
    figure: str
    rules: tuple[str, ...]
    unseen: str


PROBLEMS = (
    SurveyProblem(
        "Research and industry do not meet",
        "under 35% of 106,000 listed results sold; 24.97% of industrial firms do R&D (2024)",
        ("industry_behind_research", "firms_fund_little", "firms_with_rd_few", "absorbs_little"),
        "how many results of universities are sold; the share of firms with R&D",
    ),
    SurveyProblem(
        "Little support, results hardly converted at home",
        "input fell to no. 14 (2024); fewer than 30 pilot-test bases",
        ("rd_input_low", "public_input_low", "pilot_gap", "converts_elsewhere"),
        "results put to use at home; pilot-test bases, which every province counts by its own way",
    ),
    SurveyProblem(
        "One city dominates",
        "Guanzhong has 75% of platforms, 80% of high-tech firms, 90% of R&D expenditure",
        ("one_city_dominates",),
        "platforms and firms by city",
    ),
    SurveyProblem(
        "Too little patient capital",
        "funds prefer later stages; no figure given",
        ("funds_per_person_low",),
        "venture capital and technology loans by province",
    ),
    SurveyProblem(
        "Leading talent and go-betweens are missing",
        "1,827 technology managers (2024); no figure of a gap given",
        ("researchers_few", "rd_people_thin", "talent_outflow"),
        "leading talent, technology managers, and who comes and goes",
    ),
)


def write_report(release: Release) -> str:
    """The report as Markdown."""
    parts = [
        "# What the diagnosis agrees with, and where it does not\n",
        "Written by `python -m scoreboard.answers.validation > docs/validation.md` from "
        "the shipped figures. The survey and the papers are named in "
        "`data/catalog/papers.yml`; what they say is their claim.\n",
        *_survey(release),
        *_tiers(release),
        *_rank(release),
    ]
    return "\n".join(parts)


def _survey(release: Release) -> Iterator[str]:
    """The five problems that a survey of Shaanxi names, each beside what the rules say."""
    paper = release.catalog.papers[SURVEY]
    findings = {f.rule_code: f for f in judged.findings_of(release, "province", _SURVEYED)}
    yield f"## Shaanxi beside its survey\n\nThe survey is {paper.cited(_LANGUAGE)}.\n"
    yield "| the survey | its figure | what the rules say | not seen by them |\n|---|---|---|---|"
    for problem in PROBLEMS:
        told = "<br>".join(_told(release, findings[code]) for code in problem.rules)
        yield f"| {problem.title} | {problem.figure} | {told} | {problem.unseen} |"
    fired = sum(_is_found(findings, problem) for problem in PROBLEMS)
    yield (
        f"\nFound with a figure: {fired} of {len(PROBLEMS)}. The others are not denied: what the "
        "survey means by them has no figure by province, as the last column says.\n"
    )


def _is_found(findings: dict[str, Finding], problem: SurveyProblem) -> bool:
    return any(findings[code].state == "fires" for code in problem.rules)


def _told(release: Release, finding: Finding) -> str:
    """State and claim of one rule."""
    steps = ("", "slight", "marked", "severe")
    state = steps[finding.severity] if finding.state == "fires" else finding.state
    return f"**{state}**: {finding.claim[_LANGUAGE]}"


def _tiers(release: Release) -> Iterator[str]:
    """The founding paper's examples of the three tiers, each with the tier that criteria give."""
    catalog = release.catalog
    paper = catalog.papers[PAPER].cited(_LANGUAGE)
    yield f"## Tiers beside the paper's examples\n\nThe paper is {paper}.\n"
    yield "| place | in the paper | by the criteria | criteria met |\n|---|---|---|---|"
    for expected in catalog.tiers.values():
        for code in expected.examples:
            region = catalog.regions[code]
            tier = judged.tier_of(release, expected.level, code)
            if tier is None:
                yield f"| {region.short_name.en} | {expected.kind} | no figure here | |"
                continue
            known = [c for c in tier.criteria if c.is_met is not None]
            met = sum(bool(c.is_met) for c in known)
            yield (
                f"| {region.short_name.en} | {expected.kind} | "
                f"{catalog.tiers[tier.tier_code].name.en} | {met} of {len(known)} |"
            )
    yield ""


def _rank(release: Release) -> Iterator[str]:
    """Composite and tier of provinces beside the rank that a published report gives them."""
    catalog = release.catalog
    panel = release.panel("province", (_PUBLISHED,))
    year = int(panel.groupby("year")["region_code"].nunique().loc[lambda n: n >= 25].index.max())
    published = panel[panel["year"] == year].set_index("region_code")["value"].astype(int)
    ranks = _ranks_of(release, year)
    order = {t.code: n for n, t in enumerate(catalog.tiers.values()) if t.level == "province"}
    tiers = judged.tiers(release, "province")
    codes = [c for c in published.index if c in ranks]
    by_rank = spearmanr([published[c] for c in codes], [ranks[c].rank for c in codes]).statistic
    by_tier = spearmanr(
        [published[c] for c in codes], [order[tiers[c].tier_code] for c in codes]
    ).statistic
    some = next(iter(ranks.values()))
    yield "## Provinces beside a published rank\n"
    yield (
        f"{catalog.indicators[_PUBLISHED].name.en}, {year}, {len(codes)} provinces; our composite "
        f"is {catalog.systems[some.system_code].name.en}, {some.year}. Spearman's rank "
        f"correlation: composite {by_rank:.2f}, tier {by_tier:.2f}.\n"
    )
    yield (
        "The report counts amounts, ratios and growth; ours counts ratios of one year, so large "
        "provinces and those that grow stand higher there, small ones with many researchers lower. "
        "The largest disagreements, with the places that make ours:\n"
    )
    yield "| province | the report | ours (5–95%) | best of ours | worst of ours |"
    yield "|---|---|---|---|---|"
    apart = sorted(codes, key=lambda c: -abs(int(published[c]) - ranks[c].rank))[:6]
    for code in apart:
        rank = ranks[code]
        best, worst = _ends(release, code, rank.system_code)
        yield (
            f"| {catalog.regions[code].short_name.en} | {published[code]} | {rank.rank} "
            f"({rank.low}–{rank.high}) | {best} | {worst} |"
        )
    yield ""


def _ranks_of(release: Release, published: int) -> dict[str, RankRange]:
    """Our ranks of the year nearest to a published one, by the default method."""
    system = system_of(release.catalog, "province")
    if system is None:
        return {}
    years = composited.ranked_years(release, "province", system.code)
    full = [year for year, ranked in years.items() if ranked >= max(years.values()) - 1]
    year = min(full, key=lambda y: (abs(y - published), y))
    shares = default_shares(system)
    asked = composited.Asked("province", system.code, year, Options(), shares)
    return composited.rank_ranges(release, asked)


def _ends(release: Release, region_code: str, system_code: str) -> tuple[str, str]:
    """The three best and the three worst places of a province among a system's indicators."""
    catalog = release.catalog
    rows = basis.placed(release, "province")
    wanted = catalog.systems[system_code].indicators
    rows = rows[(rows["region_code"] == region_code) & rows["indicator_code"].isin(wanted)]
    rows = rows[rows["rank"].notna()].sort_values(["rank", "indicator_code"])
    told = [
        f"{catalog.indicators[code].name.en} no. {rank:.0f}"
        for code, rank in zip(rows["indicator_code"], rows["rank"], strict=True)
    ]
    return "; ".join(told[:3]), "; ".join(told[-3:])


if __name__ == "__main__":
    number = current_release(RELEASES)
    if number is None:
        raise SystemExit("No release yet: python -m etl build")
    print(write_report(open_release(key_of(RELEASES, number))))
