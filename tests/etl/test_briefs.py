"""The command that writes the briefs of a level: names, failures, exit code."""

from pathlib import Path

import pytest

from etl import briefs
from etl.__main__ import main
from scoreboard.catalog import Catalog


@pytest.fixture
def three_regions(monkeypatch: pytest.MonkeyPatch, releases: Path) -> None:
    from scoreboard.answers import basis

    all_of = basis.regions_compared

    def few(catalog: Catalog, level: str) -> tuple:
        return tuple(r for r in all_of(catalog, level) if r.code in ("540000", "610000", "630000"))

    monkeypatch.setattr(basis, "regions_compared", few)


@pytest.mark.slow
@pytest.mark.usefixtures("three_regions")
def test_each_region_has_its_files_by_code_and_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "folder"
    assert main(["brief", "--level", "province", "--out", str(out)]) == 0
    assert sorted(file.name for file in out.iterdir()) == [
        f"{name}.{form}"
        for name in ("540000_西藏", "610000_陕西", "630000_青海")
        for form in ("docx", "pdf")
    ]
    assert "briefs of 3 regions" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.usefixtures("three_regions")
def test_a_failure_is_named_and_the_rest_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A folder stands where one of the files belongs.
    (tmp_path / "610000_Shaanxi.pdf").mkdir()
    arguments = ["brief", "--level", "province", "--out", str(tmp_path)]
    assert main([*arguments, "--format", "pdf", "--language", "en"]) == 1
    files = sorted(file.name for file in tmp_path.iterdir() if file.is_file())
    assert files == ["540000_Tibet.pdf", "630000_Qinghai.pdf"]
    said = capsys.readouterr().err
    assert "610000: IsADirectoryError" in said
    assert "1 regions failed" in said


def test_without_a_release_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from scoreboard import paths

    monkeypatch.setattr(paths, "RELEASES", tmp_path / "none")
    out = tmp_path / "out"
    assert main(["brief", "--level", "province", "--out", str(out)]) == briefs.FAILED
    assert not out.exists()
    assert "there is no release" in capsys.readouterr().err
