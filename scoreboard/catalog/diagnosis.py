"""What the diagnosis is told by data: tiers and criteria, rules with their lines and words."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Chain, Direction, Entry, Level, Text
from scoreboard.catalog.strategies import TierKind

Theme = Literal[
    "research_industry",
    "talent",
    "conversion",
    "input",
    "firms",
    "basic_research",
    "pilot",
    "balance",
    "capital",
    "local_conversion",
]

Against = Literal["limit", "nation", "peers", "tier", "level", "past", "nation_growth", "place"]


class TierCriterion(Entry):
    """One condition of a tier: an indicator at least, or at most, at a threshold.

    instead: another measure of the same quantity, used where the indicator has no figure or only
    one of an earlier window; the result names the one used. of_year: the threshold of an amount
    is one of that year, and so is the figure that is held against it.
    why: where the threshold is from, in words; source: the file of a founding paper, where it
    speaks for it.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    indicator: str
    instead: str = ""
    at_least: float | None = None
    at_most: float | None = None
    of_year: int | None = None
    why: Text
    source: str = ""

    @model_validator(mode="after")
    def _has_one_threshold(self) -> TierCriterion:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"{self.code}: one of at_least and at_most is needed")
        return self

    @property
    def threshold(self) -> float:
        """The number that the indicator is held against."""
        return self.at_least if self.at_least is not None else self.at_most  # type: ignore[return-value]


class Tier(Entry):
    """A tier of one level, and what a region must show to be in it.

    Tiers are tried in the order of the file; a region is in the first that it meets, and the last
    of a level has no criteria and takes the rest. needed_pct: how much of the criteria with a
    figure must be met; known: how many must have a figure, or the tier is not given. margin_pct:
    within how many per cent of a threshold a value counts as on the line. max_age: figures more
    years behind the newest are not used. examples: codes of regions that the source puts there.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: TierKind
    level: Level
    name: Text
    examples: tuple[str, ...] = ()
    source: str
    needed_pct: float = Field(default=100, gt=0, le=100)
    known: int = Field(default=1, ge=1)
    margin_pct: float = Field(default=5, ge=0, le=50)
    max_age: int = Field(default=6, ge=0)
    criteria: tuple[TierCriterion, ...] = ()


class TierOverride(Entry):
    """An analyst's own assignment of a region, recorded with reason, name and day."""

    region: str
    tier: str
    reason: Text
    by: str = Field(min_length=1)
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


class WorkedRatio(Entry):
    """A ratio that rules look at and the catalog does not hold as an indicator.

    numerator / denominator * times, from figures of the same region and year.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    numerator: str
    denominator: str
    times: float = Field(default=1, gt=0)
    unit: Text
    decimals: int = Field(ge=0, le=4)
    direction: Direction
    levels: tuple[Level, ...] = Field(min_length=1)

    @property
    def parts(self) -> tuple[str, ...]:
        """The indicators that it is worked out from."""
        return (self.numerator, self.denominator)


class RuleSign(Entry):
    """One sign of a rule: what it looks at, and where that turns from good to bad, and how bad.

    against: the fixed limit; the nation's value of the same year; the median of the peers, of the
    others of its tier or of its level; the region's own past; the nation's growth over the same
    years; or, as place, the region's place in `other`, which it should not fall far behind. bad:
    the side that is bad. of_largest_city: not the region's own figure but its largest city's part
    of it. limit: the line of a sign that is held against a fixed number. The distance on the bad
    side is in per cent of the yardstick; of a trend in per cent a year. Within `margin` of the
    line the sign is on the line; beyond it counts one step, from `marked` two, from `far` three.
    Of one place against another the distance is in places: up to `margin` behind is level, and a
    quarter of it more or less is on the line. source: the file of a founding paper that the line
    is from, else empty; why: in words.
    """

    indicator: str
    against: Against
    other: str = ""
    bad: Literal["below", "above"] = "below"
    of_largest_city: bool = False
    limit: float | None = None
    margin: float = Field(default=5, ge=0)
    marked: float = Field(default=15, gt=0)
    far: float = Field(default=40, gt=0)
    source: str = ""
    why: Text | None = None

    @model_validator(mode="after")
    def _fits(self) -> RuleSign:
        if not self.margin < self.marked < self.far:
            raise ValueError("margin, marked and far must rise")
        if (self.against == "limit") != (self.limit is not None):
            raise ValueError("a limit is given where a sign is held against one, and only there")
        if (self.against == "place") != bool(self.other):
            raise ValueError("other is given where places are compared, and only there")
        return self

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The indicators that the sign is worked out from."""
        return (self.indicator, self.other) if self.other else (self.indicator,)


class ContextFigure(Entry):
    """A figure of a founding paper that a sentence mentions beside the region's own.

    region: the only one whose sentence mentions it, for it is of this region or a part of it.
    source: the paper's file. It is its claim, not a statistic.
    """

    region: str

    value: float
    written: Text
    unit: str
    year: int | None = None
    what: Text
    source: str = Field(pattern=r"^\d{3}_[0-9a-f]{16}\.txt$")


class Sentences(Entry):
    """The wording of a rule's finding: what is found, by state, and the figures it rests on.

    A finding reads "what is found: body". {region} is the region; {code} an indicator's value and
    {code.year} its year, {code.since} of a change the year it starts from; {code.vs_nation},
    {code.vs_peers}, {code.vs_tier}, {code.vs_level}, {code.vs_limit.sign} the comparison in words,
    and several of one figure in a row are said together ("below A and B, above C"); {code.trend} by
    how much it changed since when;
    {code.growth} its growth beside the nation's; {code.place} its place; {code.city} the largest
    city's part; {limit.sign} a sign's line; {context.code} a paper's figure. What stands in
    square brackets is left out when any figure in it is missing.
    """

    fires: Text
    borderline: Text
    silent: Text
    body: Text


class Caveat(Entry):
    """Why a rule says too much of some regions: there it is less sure, or says nothing.

    regions, and indicator with at_least or at_most: of which regions it speaks; all conditions that
    are given must hold. effect: lowers takes a step from the confidence, silences
    makes the rule say that nothing is found. note: the reason, shown with the finding. also:
    indicators besides the rule's own that tell too little of these regions for the same reason.
    """

    regions: tuple[str, ...] = ()
    indicator: str = ""
    at_least: float | None = None
    at_most: float | None = None
    effect: Literal["lowers", "silences"]
    note: Text
    also: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_a_condition(self) -> Caveat:
        if not (self.regions or self.indicator):
            raise ValueError("a caveat needs regions or an indicator")
        if bool(self.indicator) != (self.at_least is not None or self.at_most is not None):
            raise ValueError("at_least or at_most is given with an indicator, and only with one")
        return self


class Rule(Entry):
    """One rule: its question, the signs it looks at, their lines, and its words.

    The first sign is the one without which nothing is said. leads: signs that the question turns
    on; while all of them are good, the rule is silent whatever the others say. decisive: signs all
    of which must be bad, and not on the line, for it to fire; else it is at most on the line, and
    silent when one of them is a marked step on the good side. also: indicators that the sentence
    mentions without judging them; they are named when missing. fires_at, borderline_at: mean points
    of the signs from which a finding is made, or is on the line. confidence_at_most: where the
    indicators only stand in for what is asked. instead_of: the rule that asks the same of a better
    figure; this one speaks only where that one cannot. where_from: where missing figures could come
    from. note: why it speaks of all regions or of none, or what limits it. caveats: of which
    regions it says too much. shows_flow: its figures are of people or technology that come and go,
    not of what is there.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    question: Text
    theme: Theme
    disconnection: Literal["research_industry", "talent", "conversion", ""] = ""
    chain: Chain
    levels: tuple[Level, ...] = Field(min_length=1)
    signs: dict[str, RuleSign] = Field(min_length=2)
    leads: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    context: dict[str, ContextFigure] = Field(default_factory=dict)
    fires_at: float = Field(default=1.0, gt=0, le=3)
    borderline_at: float = Field(default=0.6, gt=0, le=3)
    confidence_at_most: Literal["high", "medium", "low"] = "high"
    instead_of: str = ""
    where_from: Text
    note: Text | None = None
    caveats: tuple[Caveat, ...] = ()
    shows_flow: bool = False
    sentence: Sentences

    @model_validator(mode="after")
    def _names_own_signs(self) -> Rule:
        unknown = {*self.leads, *self.decisive} - set(self.signs)
        if unknown:
            raise ValueError(f"no such sign: {', '.join(sorted(unknown))}")
        return self

    @property
    def needed(self) -> str:
        """The code of the sign that must be known."""
        return next(iter(self.signs))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the rule looks at, each once."""
        codes = [code for sign in self.signs.values() for code in sign.looks_at]
        return tuple(dict.fromkeys([*codes, *self.also]))

    @property
    def is_of_cities(self) -> bool:
        """Whether it only looks at cities' parts, so that a place without cities has no answer."""
        return all(sign.of_largest_city for sign in self.signs.values())


class WantedFigure(Entry):
    """An indicator that would allow a judgement, and who publishes it."""

    indicator: str
    published_by: Text


class DiagnosisSettings(Entry):
    """What all rules share: the steps of severity, of confidence, and how trends are taken.

    severity_from: mean points from which a finding is slight, marked, severe. least_signs: how
    many bad signs a finding needs. trend_years, least_trend_years: the span of a trend at most and
    at least. swing_pct: by how many per cent a figure must get worse in a year to be doubted.
    max_age: figures more years behind the newest are not used at all. peers: how many
            regions are the peers; least_for_median: how many must have a figure. high, low: see
    Confidence.

    conversion_figures: what a place would have to publish so that conversion could be judged.
    """

    severity_from: tuple[float, float, float]
    least_signs: int = Field(ge=1)
    trend_years: int = Field(ge=1)
    least_trend_years: int = Field(ge=1)
    swing_pct: float = Field(gt=0)
    max_age: int = Field(ge=1)
    peers: int = Field(ge=1)
    least_for_median: int = Field(ge=1)
    high_share: float = Field(gt=0, le=1)
    high_age: int = Field(ge=0)
    low_share: float = Field(ge=0, le=1)
    low_age: int = Field(ge=0)
    conversion_figures: tuple[WantedFigure, ...] = ()
