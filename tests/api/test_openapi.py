"""The OpenAPI document is true: requests made up from it are answered as it says, none with a 5xx.

Five minutes: schemathesis run http://127.0.0.1:8501/api/v1/openapi.json --max-time 300
"""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks
from starlette.applications import Starlette
from starlette.testclient import TestClient

from scoreboard.api.app import PREFIX, make_app, routes

EXAMPLES = 15
# What exists, so that more is reached than the sentence that a code names nothing.
REAL = {
    "/indicators/{code}": {"code": "gdp"},
    "/regions/{code}": {"code": "410300"},
    "/registers/{code}": {"code": "double_first_class"},
    "/diagnosis/{region}": {"region": "610000"},
}
load_all_checks()
# A text of the right form that names no region is refused, as it should be.
EXCLUDED = CHECKS.get_by_names(["positive_data_acceptance"])
schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", Starlette(routes=list(routes())))
_settings = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@schema.parametrize()
@_settings
def test_made_up_requests_are_answered_as_described(
    case: schemathesis.Case, releases: Path
) -> None:
    case.call_and_validate(excluded_checks=EXCLUDED)


@pytest.mark.slow
@schema.include(path=list(REAL)).parametrize()
@_settings
def test_so_are_those_that_name_what_exists(case: schemathesis.Case, releases: Path) -> None:
    case.path_parameters = REAL[case.operation.path]
    case.call_and_validate(excluded_checks=EXCLUDED)


def test_the_page_for_people_has_an_example_of_every_route(api: TestClient) -> None:
    text = api.get("docs").text
    paths = make_app().openapi()["paths"]
    assert text.count("<h2>") == len(paths)
    assert text.count(f'href="{PREFIX}/') >= len(paths)


def test_every_parameter_and_every_answer_is_described() -> None:
    document = make_app().openapi()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        assert list(operations) == ["get"], path
        answers = operations["get"]["responses"]
        assert set(answers) == {"200", "304", "400", "404", "503"}, path
        for parameter in operations["get"].get("parameters", []):
            assert parameter["description"], (path, parameter["name"])
