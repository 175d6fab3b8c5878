"""Every figure and map of a page is a picture under its own address."""

import io

import pytest
from PIL import Image
from starlette.testclient import TestClient

from scoreboard.answers.release import Release


def test_a_map_leaves_with_its_source_and_approval_number(
    api: TestClient, release: Release
) -> None:
    found = api.get("pictures/overview/map.svg?regions=610000&lang=zh")
    assert found.headers["content-type"].startswith("image/svg+xml")
    for said in ("R&amp;D经费投入强度", "来源：", f"数据第{release.number}版", "GS(2024)0650号"):
        assert said in found.text
    again = api.get(
        "pictures/overview/map.svg?regions=610000&lang=zh",
        headers={"If-None-Match": found.headers["etag"]},
    )
    assert again.status_code == 304


def test_a_ranking_leaves_as_png_and_says_of_what(api: TestClient) -> None:
    words = api.get("pictures/overview/ranking.svg?lang=en").text
    assert "R&amp;D intensity (first published) · Ranking" in words and "Source: " in words
    found = api.get("pictures/overview/ranking.png?lang=en")
    with Image.open(io.BytesIO(found.content)) as picture:
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("overview/no_such.svg", 404),
        ("overview/map.gif", 400),
        ("overview/map.png?indicator=no_such", 400),
    ],
)
def test_what_is_not_there_is_said(api: TestClient, asked: str, status: int) -> None:
    found = api.get(f"pictures/{asked}")
    assert found.status_code == status
    assert found.json()["detail"] and found.json()["detail_en"]
