"""The tools of an assistant, driven over stdio by the client of the official SDK."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import StdioServerParameters
from mcp.client import Client

from scoreboard.answers.release import Release
from scoreboard.api.mcp import NOT_PUBLISHED

ROOT = Path(__file__).resolve().parents[2]


class Assistant:
    """Calls tools of a server that runs as an assistant starts it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, client: Client) -> None:
        self.loop, self.client = loop, client

    def ask(self, tool: str, **arguments: object) -> Any:
        return self.loop.run_until_complete(self.client.call_tool(tool, arguments))

    def told(self, tool: str, **arguments: object) -> dict[str, Any]:
        answer = self.ask(tool, **arguments)
        assert not answer.is_error, answer.content
        return answer.structured_content


@pytest.fixture(scope="module")
def assistant(releases: Path) -> Iterator[Assistant]:
    environment = {**os.environ, "SCOREBOARD_ADDRESS": "https://example.org/scoreboard/"}
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "scoreboard.api.mcp"], env=environment, cwd=ROOT
    )
    loop = asyncio.new_event_loop()
    asking: asyncio.Queue[None] = asyncio.Queue()
    ready: asyncio.Future[Client] = loop.create_future()

    async def keep_open() -> None:
        # The SDK wants its client closed by the task that opened it.
        async with Client(server) as client:
            ready.set_result(client)
            await asking.get()

    task = loop.create_task(keep_open())
    loop.run_until_complete(asyncio.wait({task, ready}, return_when="FIRST_COMPLETED"))
    yield Assistant(loop, ready.result())
    asking.put_nowait(None)
    loop.run_until_complete(task)
    loop.close()


def test_the_tools_say_what_they_do(assistant: Assistant) -> None:
    listed = assistant.loop.run_until_complete(assistant.client.list_tools())
    names = {tool.name for tool in listed.tools}
    assert names == {
        *("find_indicator", "find_region", "get_figures", "rank", "diagnosis", "definition"),
    }
    assert all(tool.description for tool in listed.tools)


def test_a_figure_comes_with_all_that_belongs_to_it(assistant: Assistant, release: Release) -> None:
    told = assistant.told("get_figures", indicator="rd_intensity", region="陕西")
    rows = release.observations("rd_intensity", "province")
    own = rows[rows["region_code"] == "610000"].iloc[-1]
    newest = told["newest"]
    assert (newest["value"], newest["year"]) == (own["value"], own["year"])
    assert newest["unit"] == "%"
    assert newest["status"] == "preliminary"
    assert newest["source"] == release.titles[own["source_code"]]
    assert newest["link"].startswith("https://example.org/scoreboard/?indicator=rd_intensity")
    assert f"release={release.number}" in newest["link"]


def test_what_is_not_published_is_said_and_never_filled_in(assistant: Assistant) -> None:
    span = {"indicator": "rd_intensity", "region": "610000", "year_from": 2022, "year_to": 2026}
    told = assistant.told("get_figures", **span)
    assert [figure["year"] for figure in told["figures"]] == list(range(2022, 2027))
    assert told["figures"][-1] == {"year": 2026, "value": NOT_PUBLISHED["zh"]}
    none = assistant.told("get_figures", indicator="rd_intensity", region="台湾", lang="en")
    assert none["newest"] == NOT_PUBLISHED["en"]
    assert none["years_published"] == []


def test_names_are_found_as_people_write_them(assistant: Assistant) -> None:
    regions = assistant.told("find_region", words="luoyang")["regions"]
    assert regions[0]["code"] == "410300"
    found = assistant.told("find_indicator", words="研发强度")["indicators"]
    assert "rd_intensity" in {each["code"] for each in found}


def test_a_name_that_is_not_one_thing_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("get_figures", indicator="rd_intensity", region="鼓楼区")
    assert answer.is_error
    assert "350102" in answer.content[0].text


def test_ranks_are_those_of_the_overview(assistant: Assistant) -> None:
    told = assistant.told("rank", indicator="rd_intensity", most=3)
    assert [row["rank"] for row in told["ranking"]] == [1, 2, 3]
    assert told["ranking"][0]["region"] == "北京"
    assert told["regions_of_the_level"] == 31


def test_a_diagnosis_is_that_of_its_page(assistant: Assistant, api: Any) -> None:
    told = assistant.told("diagnosis", region="410300")
    assert told["headline"] == api.get("diagnosis/410300").json()["headline"]
    assert len(told["said"]) > 5
    assert assistant.ask("diagnosis", region="全国").is_error


def test_a_definition_names_limits_and_sources(assistant: Assistant) -> None:
    told = assistant.told("definition", indicator="rd_intensity")
    assert told["caveats"]
    assert told["sources"]
