"""What the composite page opens with: the answer, its limits and its method; or why none."""

from __future__ import annotations

from scoreboard.analysis.views import UNCERTAIN
from scoreboard.answers.basis import count_expected
from scoreboard.answers.composite.choice import CompositeChoice
from scoreboard.answers.composite.evaluated import Evaluated
from scoreboard.answers.composite.words import (
    entropy_flat_sentence,
    headline,
    name_some,
    nobody_ranked_sentence,
    normalisation_refused,
    not_ranked_sentence,
)
from scoreboard.answers.model import Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.sentences import count_regions


def opening(found: Evaluated) -> tuple[Sentence, ...]:
    """Who leads, where the chosen region stands, how sure that is; limits; the method."""
    own, leader = found.choice.region_code, found.codes[0]
    unclear = [(p.rank, found.names[c]) for c, p in found.ranges.items() if c in found.unclear]
    sentence = headline(
        (found.names[leader], found.ranges[leader]),
        (found.name, found.ranges[own]) if found.is_ranked and own != leader else None,
        unclear,
        count_regions(len(found.codes), found.choice.level, found.language),
        found.language,
    )
    notes = join_sentences(_notes(found), found.language)
    said = [Sentence(sentence, "headline"), Sentence(notes, "note"), Sentence(found.method, "note")]
    return tuple(s for s in said if s.text)


def nobody_ranked(release: Release, choice: CompositeChoice, language: Language) -> Sentence:
    """Why there is no ranking."""
    _ = translator(language)
    system = release.catalog.systems[choice.system_code]
    if system.is_computed:
        expected = count_expected(release.catalog, choice.level)
        sentence = nobody_ranked_sentence(
            count_regions(expected, choice.level, language),
            system.name[language],
            choice.options.least_share,
            choice.year,
            language,
        )
        return Sentence(sentence, "info")
    rows = [item for _group, item in system.items]
    sentence = _(
        "“{system}” is made for development zones. Of the {rows} rows known here, {near} have a "
        "related indicator for provinces or cities and none the very same: nobody is ranked by "
        "it. The rows are listed below."
    )
    near = sum(item.match != "none" for item in rows)
    return Sentence(
        sentence.format(system=system.name[language], rows=len(rows), near=near), "info"
    )


def _notes(found: Evaluated) -> list[str]:
    """What the evaluation leaves out and what was done to the figures."""
    _, language, composite = translator(found.language), found.language, found.composite
    notes = []
    if "normalisation" in found.fell_back:
        asked = found.choice.options.normalisation
        notes.append(normalisation_refused(asked, composite.options.normalisation, language))
    if composite.options.flattens_entropy:
        notes.append(entropy_flat_sentence(language))
    if "weighting" in found.fell_back:
        notes.append(
            _(
                "Too few regions have every indicator to take weights from the figures; the "
                "weights of the system are used."
            )
        )
    if not found.is_ranked:
        notes.append(_why_not_ranked(found))
    out = [found.names[c] for c in composite.table.index if c not in found.ranges]
    if out:
        sentence = _("Not ranked for lack of figures: {regions}.")
        notes.append(sentence.format(regions=name_some(out, language)))
    if composite.dropped:
        names = join_list(found.indicator_names(composite.dropped), language)
        sentence = _("No figure of {year}, left out: {indicators}.")
        notes.append(sentence.format(year=found.year, indicators=names))
    drawn_in = composite.drawn_in[composite.drawn_in > 0]
    if len(drawn_in):
        counted = zip(found.indicator_names(drawn_in.index), drawn_in, strict=True)
        listed = [f"{name} {n}" for name, n in counted]
        sentence = _("Outliers drawn in: {indicators}.")
        notes.append(sentence.format(indicators=join_list(listed, language)))
    if composite.options.aggregation == "geometric":
        sentence = _(
            "Scores below {floor} count as {floor} in the geometric mean: {count} of them."
        )
        notes.append(sentence.format(floor=1, count=composite.floored))
    provisional = found.year_rows[found.year_rows["status"].isin(UNCERTAIN)]
    if len(provisional):
        names = join_list(found.indicator_names(provisional["indicator_code"].unique()), language)
        sentence = _("Rests on preliminary, unconfirmed or estimated figures in: {indicators}.")
        notes.append(sentence.format(indicators=names))
    return notes


def _why_not_ranked(found: Evaluated) -> str:
    """What the chosen region lacks."""
    code, composite = found.choice.region_code, found.composite
    if code not in composite.table.index:
        _ = translator(found.language)
        return _("{name} is not covered by the statistics.").format(name=found.name)
    row = composite.treated.loc[code]
    return not_ranked_sentence(
        found.name,
        float(composite.table.loc[code, "present"]),
        found.indicator_names([*row.index[row.isna()], *composite.dropped]),
        composite.options,
        found.language,
    )
