"""The policy instruments: results in words, links, bounds, both languages."""

import re

import plotly.graph_objects as go
import pytest

from scoreboard.analysis.instruments import encode_inputs
from scoreboard.answers.instruments.answer import answer
from scoreboard.answers.instruments.choice import InstrumentChoice, read_choice
from scoreboard.answers.instruments.results import work_out
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Sentence, Table
from scoreboard.answers.release import Release
from scoreboard.catalog import Language, load_catalog

CATALOG = load_catalog()
CHINESE = re.compile(r"[一-鿿]")


def calculate(
    release: Release, tool: str, inputs: str = "", language: Language = "zh"
) -> tuple[Answer, list[str]]:
    """The answer to a link, and all that is said of what was entered."""
    link = Link({"tool": tool, "inputs": inputs}, language)
    choice = read_choice(link, release)
    found = answer(release, choice, language)
    said = [*link.notices, *found["opening"]]
    return found, [p.text for p in said if isinstance(p, Sentence) and p.role == "caution"]


def test_the_chip_of_shenzhen_reads_as_the_paper_has_it(release: Release) -> None:
    said = calculate(release, "income_sharing")[0].headline
    assert "转化收益2,000万元，高校800万元、研发团队800万元、企业400万元" in said
    assert "每年提成200万元" in said
    english = calculate(release, "income_sharing", language="en")[0].headline
    assert "Of 20m yuan, university 8m yuan, research team 8m yuan, firm 4m yuan" in english
    assert "2m yuan a year" in english


def test_the_shared_line_reads_8_to_2_million_and_6_months(release: Release) -> None:
    assert (
        "由800万元降到200万元，节省600万元（75%），量产提前6个月"
        in calculate(release, "shared_line")[0].headline
    )


def test_a_link_opens_the_same_calculation(release: Release) -> None:
    found, cautions = calculate(release, "pilot_subsidy", "cost:2000,rate:50")
    assert "2,000万元的中试项目补贴500万元（占25%），企业承担1,500万元" in found.headline
    assert "费用超过1,000万元后补贴不再增加" in found.headline
    assert cautions == []


def test_shares_that_do_not_sum_to_100_get_a_sentence_and_no_result(release: Release) -> None:
    found, cautions = calculate(release, "income_sharing", "university:35")
    assert found.headline == ""
    assert found["figures"] == found["table"] == ()
    assert "高校占比、研发团队占比、企业占比（参与研发时）合计95%，差5%不足100%" in cautions[0]
    _found, above = calculate(release, "income_sharing", "university:45", "en")
    assert "sum to 105%, 5% more than 100%" in above[0]


def test_beyond_a_papers_range_is_said_and_calculated(release: Release) -> None:
    found, cautions = calculate(release, "pilot_subsidy", "rate:60")
    assert "补贴比例60%高于文献区间30—50%" in cautions[0]
    assert "补贴480万元" in found.headline


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ("cost:abc", "无法使用"),
        ("cost:-5", "无法使用"),
        ("cost:nan", "无法使用"),
        ("cost:1e99", "无法使用"),
        ("cost", "无法使用"),
        ("nobody:5", "未知输入项"),
        (",,:", "未知输入项"),
    ],
)
def test_a_bad_link_gets_a_sentence_and_the_default(
    release: Release, inputs: str, said: str
) -> None:
    found, cautions = calculate(release, "pilot_subsidy", inputs)
    assert said in cautions[0]
    assert "800万元的中试项目补贴320万元" in found.headline


def test_an_unknown_instrument_gives_the_first_and_a_sentence(release: Release) -> None:
    found, cautions = calculate(release, "no_such_tool")
    assert "no_such_tool" in cautions[0]
    assert "转化收益2,000万元" in found.headline


def test_the_table_holds_inputs_with_their_sources_and_results(release: Release) -> None:
    (part,) = calculate(release, "institute_funding")[0]["table"]
    assert isinstance(part, Table)
    table = part.build()
    inputs = table[table["类型"] == "输入"]
    assert inputs["来源"].tolist() == ["本看板示例"] + ["000_578ef17be3bf8ca2.txt"] * 3
    results = table[table["类型"] == "结果"].set_index("项目")["数值"]
    assert results["政府：出资"] == 4000


@pytest.mark.parametrize("tool", sorted(CATALOG.instruments))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_instrument_has_a_result_and_names_its_paper(
    release: Release, tool: str, language: Language
) -> None:
    found, cautions = calculate(release, tool, language=language)
    words = [part.text for part in found["sources"] if isinstance(part, Sentence)]
    assert re.search(r"\d", found.headline)
    paper = CATALOG.papers[CATALOG.instruments[tool].source]
    assert paper.cited(language) in words[0]
    assert cautions == []
    if language == "en":
        assert [line for line in (found.headline, *words) if CHINESE.search(line)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_is_valid_at_the_bounds_of_the_inputs(
    release: Release, language: Language
) -> None:
    for instrument in CATALOG.instruments.values():
        shares = {code for group in instrument.totals for code in group}
        extremes = [
            instrument.defaults,
            {i.code: i.default if i.code in shares else i.least for i in instrument.inputs},
            {i.code: i.default if i.code in shares else i.most for i in instrument.inputs},
        ]
        for values in extremes:
            result = work_out(instrument, values, language)
            assert result.sentences
            assert all(line.name and line.unit for line in result.lines)
            for drawing in result.drawings:
                go.Figure(drawing.figure)
            choice = InstrumentChoice(instrument.code, tuple(values.items()))
            assert len(answer(release, choice, language)["figures"]) == len(result.drawings) > 0


def test_inputs_survive_the_way_through_the_link(release: Release) -> None:
    instrument = CATALOG.instruments["staged_fund"]
    changed = instrument.defaults | {"seed": 123.45, "projects": 7.0}
    inputs = encode_inputs(instrument, changed)
    assert inputs == "projects:7,seed:123.45"
    link = Link({"tool": "staged_fund", "inputs": inputs}, "zh")
    assert dict(read_choice(link, release).inputs) == changed
    assert encode_inputs(instrument, instrument.defaults) is None
