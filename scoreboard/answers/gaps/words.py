"""What 数据清单 says: how much is missing, what to ask for first, and whom."""

from __future__ import annotations

from scoreboard.answers.gaps.missing import Missing, MissingFigure, Use
from scoreboard.answers.model import Bullets, Sentence
from scoreboard.catalog import Language, Publisher, Region
from scoreboard.language import in_brackets, join_list, join_sentences, translator

_FIRST = 3


def opening(found: Missing, language: Language) -> tuple[Sentence, ...]:
    """How many figures are missing, how many are old, and which are worth asking for first."""
    _ = translator(language)
    name, gaps = found.region.short_name[language], found.gaps
    if not gaps:
        sentence = _("{name} has a figure of the year of comparison of all {expected} indicators.")
        return (Sentence(sentence.format(name=name, expected=found.expected), "headline"),)
    never = sum(gap.newest is None for gap in gaps)
    counts = {
        _("{count} without any figure here"): never,
        _("{count} with one older than the year of comparison"): len(gaps) - never,
    }
    lead = _(
        "Of {expected} indicators of its level that publications give, {name} lacks {missing}: "
        "{parts}."
    ).format(
        expected=found.expected,
        name=name,
        missing=len(gaps),
        parts=join_list((text.format(count=n) for text, n in counts.items() if n), language),
    )
    first = [gap for gap in found.local if gap.uses][:_FIRST]
    said = [Sentence(lead, "headline")]
    if first:
        said.append(
            Sentence(
                _("Most useful to have: {figures}.").format(
                    figures=join_list((_first(found, gap, language) for gap in first), language)
                )
            )
        )
    note = _(
        "What is worked out from other figures and what is counted on national lists is not asked "
        "for. The order is by how often tiers, diagnosis and composite look at a figure, then by "
        "how many peers and regions have it. The year wanted is the newest of which the same "
        "office has published figures of at least three regions of the level."
    )
    return (*said, Sentence(note, "note"))


def _first(found: Missing, gap: MissingFigure, language: Language) -> str:
    _ = translator(language)
    assert gap.publisher is not None  # only local ones are named first
    parts = [office_of(gap.publisher, found.region, language)]
    if found.peers:
        parts.append(peers_text(found, gap, language))
    remark = ("，" if language == "zh" else "; ").join(parts)
    return gap.indicator.name[language] + in_brackets(remark, language)


def peers_text(found: Missing, gap: MissingFigure, language: Language) -> str:
    """Of how many peers there is a figure, of whatever year."""
    _ = translator(language)
    return _("{there} of {peers} peers have it").format(there=gap.peers, peers=found.peers)


def office_of(publisher: Publisher, region: Region, language: Language) -> str:
    """The office that has a region's figure: 洛阳市统计局."""
    is_province = region.level == "province" and publisher.provincial is not None
    office = publisher.provincial if is_province else publisher.office
    assert office is not None
    if publisher.by != "local":
        return office[language]
    _ = translator(language)
    return _("{office} of {place}").format(office=office[language], place=region.name[language])


def use_text(gap: MissingFigure, language: Language) -> str:
    """Which of our analyses look at a figure; empty where none does."""
    _ = translator(language)
    words: dict[Use, str] = {
        "diagnosis": _("diagnosis {count}"),
        "tier": _("tier {count}"),
        "composite": _("composite {count}"),
    }
    return join_list((words[use].format(count=count) for use, count in gap.uses), language)


def elsewhere(found: Missing, language: Language) -> tuple[Bullets, ...]:
    """What the region's offices do not publish, by publisher; asking them is in vain."""
    _ = translator(language)
    by_publisher: dict[str, list[MissingFigure]] = {}
    for gap in found.gaps:
        if gap.publisher is not None and gap.publisher.by != "local":
            by_publisher.setdefault(gap.publisher.code, []).append(gap)
    items = []
    for gaps in by_publisher.values():
        publisher = gaps[0].publisher
        assert publisher is not None
        names = join_list((gap.indicator.name[language] for gap in gaps), language)
        line = _("{office}, {publication}: {names}.").format(
            office=publisher.office[language],
            publication=publisher.publication[language],
            names=names,
        )
        note = publisher.note[language] if publisher.note else ""
        items.append(join_sentences([line, note], language))
    unknown = [gap.indicator.name[language] for gap in found.gaps if gap.publisher is None]
    if unknown:
        sentence = _("No publisher is known: {names}.")
        items.append(sentence.format(names=join_list(unknown, language)))
    if not items:
        return ()
    return (Bullets(_("Not published by the region's own offices"), tuple(items)),)
