"""The page of policy instruments: results, links, bounds, both languages."""

import re

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from scoreboard.catalog import Language, load_catalog
from scoreboard.store.folder import ReleaseKey
from scoreboard.store.reading import ReleaseInfo
from scoreboard.text import translator
from scoreboard.ui.frame import Frame
from scoreboard.ui.instrument_results import work_out
from scoreboard.ui.instruments_page import encode_inputs
from tests.app.test_overview import open_app, texts

pytestmark = pytest.mark.usefixtures("releases")
CATALOG = load_catalog()
CHINESE = re.compile(r"[一-鿿]")


def headline(app: AppTest) -> str:
    return app.subheader[0].value.replace("\\", "")


def warnings(app: AppTest) -> str:
    return "\n".join(w.value for w in app.warning).replace("\\", "")


def open_tool(tool: str, **query: str) -> AppTest:
    return open_app("instruments", tool=tool, **query)


@pytest.mark.parametrize("tool", sorted(CATALOG.instruments))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_instrument_opens_with_a_result_and_its_paper(tool: str, language: str) -> None:
    app = open_tool(tool, lang=language)
    instrument = CATALOG.instruments[tool]
    assert re.search(r"\d", headline(app))
    assert instrument.source in texts(app)
    assert len(app.number_input) == len(instrument.inputs)
    assert not app.warning
    if language == "en":
        assert [line for line in texts(app).splitlines() if CHINESE.search(line)] == []


def test_the_chip_of_shenzhen_reads_as_the_paper_has_it() -> None:
    said = headline(open_tool("income_sharing"))
    assert "转化收益2,000万元，高校800万元、研发团队800万元、企业400万元" in said
    assert "每年提成200万元" in said
    english = headline(open_tool("income_sharing", lang="en"))
    assert "Of 20m yuan, university 8m yuan, research team 8m yuan, firm 4m yuan" in english
    assert "2m yuan a year" in english


def test_the_shared_line_reads_8_to_2_million_and_6_months() -> None:
    assert "由800万元降到200万元，节省600万元（75%），量产提前6个月" in headline(
        open_tool("shared_line")
    )


def test_a_link_opens_the_same_calculation() -> None:
    app = open_tool("pilot_subsidy", inputs="cost:2000,rate:50")
    assert "2,000万元的中试项目补贴500万元（占25%），企业承担1,500万元" in headline(app)
    assert "费用超过1,000万元后补贴不再增加" in headline(app)
    assert not app.warning


def test_an_entry_goes_into_the_url_and_the_default_out_of_it() -> None:
    app = open_tool("pilot_subsidy")
    field = app.number_input(key="input_zh_pilot_subsidy_cost")
    field.set_value(1000.0).run()
    assert app.query_params["inputs"] == "cost:1000"
    assert "1,000万元的中试项目补贴400万元" in headline(app)
    app.number_input(key="input_zh_pilot_subsidy_cost").set_value(800.0).run()
    assert "inputs" not in app.query_params


def test_english_fields_are_in_million_yuan_and_the_link_stays_in_the_same_unit() -> None:
    app = open_tool("pilot_subsidy", lang="en")
    field = app.number_input(key="input_en_pilot_subsidy_cost")
    assert field.value == 8
    field.set_value(10.0).run()
    assert app.query_params["inputs"] == "cost:1000"
    assert "A pilot project of 10m yuan gets 4m yuan" in headline(app)


def test_shares_that_do_not_sum_to_100_get_a_sentence_and_no_result() -> None:
    app = open_tool("income_sharing", inputs="university:35")
    assert not app.subheader
    assert "高校占比、研发团队占比、企业占比（参与研发时）合计95%，差5%不足100%" in warnings(app)
    above = open_tool("income_sharing", inputs="university:45", lang="en")
    assert "sum to 105%, 5% more than 100%" in warnings(above)


def test_beyond_a_papers_range_is_said_and_calculated() -> None:
    app = open_tool("pilot_subsidy", inputs="rate:60")
    assert "补贴比例60%高于文献区间30—50%" in warnings(app)
    assert "补贴480万元" in headline(app)


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
def test_a_bad_link_gets_a_sentence_and_the_default(inputs: str, said: str) -> None:
    app = open_tool("pilot_subsidy", inputs=inputs)
    assert said in warnings(app)
    assert "800万元的中试项目补贴320万元" in headline(app)


def test_another_instrument_drops_what_was_entered() -> None:
    app = open_tool("pilot_subsidy", inputs="cost:2000")
    app.button_group(key="choose_tool").set_value("staged_fund").run()
    assert not app.exception
    assert "inputs" not in app.query_params
    assert "100个项目预期20个量产成功，共需5.1亿元" in headline(app)


def test_an_unknown_instrument_gives_the_first_and_a_sentence() -> None:
    app = open_tool("no_such_tool")
    assert "no_such_tool" in warnings(app)
    assert "转化收益2,000万元" in headline(app)


def test_the_table_holds_inputs_with_their_sources_and_results() -> None:
    app = open_tool("institute_funding")
    app.session_state["institute_funding_table_open"] = True
    app.run()
    table = app.dataframe[0].value
    inputs = table[table["类型"] == "输入"]
    assert inputs["来源"].tolist() == ["本看板示例"] + ["000_578ef17be3bf8ca2.txt"] * 3
    results = table[table["类型"] == "结果"].set_index("项目")["数值"]
    assert results["政府：出资"] == 4000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_valid_and_shows_what_was_entered(language: Language) -> None:
    release = ReleaseInfo(1, "2026-01-01", "", "", "", ReleaseKey(1, ""))
    frame = Frame(language, CATALOG, release, translator(language))
    for instrument in CATALOG.instruments.values():
        extremes = [
            instrument.defaults,
            {
                i.code: i.default if i.code in sum(instrument.totals, ()) else i.least
                for i in instrument.inputs
            },
            {
                i.code: i.default if i.code in sum(instrument.totals, ()) else i.most
                for i in instrument.inputs
            },
        ]
        for values in extremes:
            outcome = work_out(frame, instrument, values)
            assert outcome.sentences
            assert all(line.name and line.unit for line in outcome.lines)
            for picture in outcome.pictures:
                go.Figure(picture.figure.to_dict())


def test_inputs_survive_the_way_through_the_url() -> None:
    instrument = CATALOG.instruments["staged_fund"]
    changed = instrument.defaults | {"seed": 123.45, "projects": 7.0}
    assert encode_inputs(instrument, changed) == "projects:7,seed:123.45"
    assert encode_inputs(instrument, instrument.defaults) is None
