"""Why a region is in its tier, in sentences with the numbers of the criteria in them."""

from __future__ import annotations

from scoreboard.catalog import Catalog, Language
from scoreboard.diagnostics.second_opinion import SecondOpinion
from scoreboard.diagnostics.tiers import TierAssignment
from scoreboard.language import translator

# A group in which fewer are of one tier holds all tiers, and speaks for none.
_CLEAR = 2 / 3


def write_tier(assignment: TierAssignment, catalog: Catalog, language: Language) -> list[str]:
    """What tier and why; then the line, missing figures and an analyst's own choice, if any."""
    _ = translator(language)
    tier = catalog.tiers[assignment.tier_code]
    region = catalog.regions[assignment.region_code].short_name[language]
    sentences = [
        _("{region} is counted under “{tier}”.").format(region=region, tier=tier.name[language])
    ]
    if not assignment.is_confirmed:
        sentences = [
            _(
                "For {region} too few figures are known to tell its tier; it is listed under "
                "{tier} for now."
            ).format(region=region, tier=tier.name[language])
        ]
    sentences += [
        _write_criteria(assignment, catalog, code, language) for code in _tried(assignment, catalog)
    ]
    if assignment.is_borderline:
        sentences.append(
            _(
                "On the line: with the criteria within {margin}% of their thresholds decided "
                "otherwise it would be {other}."
            ).format(
                margin=f"{_margin(assignment, catalog):.0f}",
                other=catalog.tiers[assignment.other_tier_code].name[language],
            )
        )
    if assignment.override is not None:
        sentences.append(_write_override(assignment, catalog, language))
    return sentences


def write_second_opinion(
    opinion: SecondOpinion | None, catalog: Catalog, language: Language
) -> str:
    """What the groups found from structure alone say of the tier; empty where they cannot tell."""
    _ = translator(language)
    if opinion is None or not opinion.is_told_apart or opinion.tier_share < _CLEAR:
        return ""
    facts = {
        "members": len(opinion.members),
        "count": round(opinion.tier_share * len(opinion.members)),
        "tier": catalog.tiers[opinion.tier_code].name[language],
    }
    groups = _(
        "Grouped by structure alone, {count} of the {members} others of its group are under "
        "“{tier}”"
    ).format(**facts)
    verdict = (
        _("the second opinion differs.") if opinion.differs else _("the second opinion agrees.")
    )
    return groups + ("，" if language == "zh" else "; ") + verdict


def _write_criteria(
    assignment: TierAssignment, catalog: Catalog, tier_code: str, language: Language
) -> str:
    """How many criteria of one tier are known and met, and what was done about the others."""
    _ = translator(language)
    tier = catalog.tiers[tier_code]
    results = [r for r in assignment.criteria if r.tier_code == tier_code]
    known = [r for r in results if r.is_met is not None]
    template = (
        _(
            "“{tier}”: {met} of the {known} criteria with a figure are met, {needed}% are needed "
            "({total} in all; those without a figure do not count)."
        )
        if len(known) >= tier.known
        else _(
            "“{tier}”: {known} of {total} criteria have a figure, fewer than {least}, so it cannot "
            "be given."
        )
    )
    return template.format(
        tier=tier.name[language],
        total=len(results),
        known=len(known),
        met=sum(bool(r.is_met) for r in known),
        needed=f"{tier.needed_pct:.0f}",
        least=tier.known,
    )


def _tried(assignment: TierAssignment, catalog: Catalog) -> list[str]:
    """The tiers that were looked at, up to the one that the criteria gave."""
    level = catalog.tiers[assignment.computed_tier_code].level
    codes = [t.code for t in catalog.tiers.values() if t.level == level]
    upto = codes[: codes.index(assignment.computed_tier_code) + 1]
    return [code for code in upto if catalog.tiers[code].criteria]


def _margin(assignment: TierAssignment, catalog: Catalog) -> float:
    margins = [
        catalog.tiers[r.tier_code].margin_pct for r in assignment.criteria if r.is_borderline
    ]
    return max(margins, default=0.0)


def _write_override(assignment: TierAssignment, catalog: Catalog, language: Language) -> str:
    _ = translator(language)
    override = assignment.override
    if override is None:
        return ""
    return _(
        "Set by hand by {who} on {day}: {reason} By the criteria alone it would be {tier}."
    ).format(
        who=override.by,
        day=override.date,
        reason=override.reason[language],
        tier=catalog.tiers[assignment.computed_tier_code].name[language],
    )
