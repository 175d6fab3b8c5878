"""Who may import whom: the table below is the architecture, and this test keeps it true."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {
    "scoreboard.paths": set(),
    "scoreboard.harmless": set(),
    "scoreboard.catalog": {"scoreboard.paths"},
    "scoreboard.analysis": {"scoreboard.catalog"},
    "scoreboard.store": {"scoreboard.catalog", "scoreboard.paths"},
    "scoreboard.language": {"scoreboard.catalog", "scoreboard.paths"},
    "scoreboard.text": {"scoreboard.catalog", "scoreboard.language", "scoreboard.analysis"},
    "scoreboard.diagnostics": {
        "scoreboard.catalog",
        "scoreboard.analysis",
        "scoreboard.language",
        "scoreboard.text",
    },
    "scoreboard.charts": {
        "scoreboard.catalog",
        "scoreboard.analysis",
        "scoreboard.language",
        "scoreboard.text",
    },
    "scoreboard.answers": {
        "scoreboard.catalog",
        "scoreboard.analysis",
        "scoreboard.diagnostics",
        "scoreboard.store",
        "scoreboard.language",
        "scoreboard.text",
        "scoreboard.charts",
        "scoreboard.harmless",
        "scoreboard.paths",
    },
    "scoreboard.reports": {
        "scoreboard.store",
        "scoreboard.catalog",
        "scoreboard.answers",
        "scoreboard.language",
        "scoreboard.harmless",
        "scoreboard.charts",
        "scoreboard.paths",
    },
    "scoreboard.api": {
        "scoreboard.answers",
        "scoreboard.catalog",
        "scoreboard.store",
        "scoreboard.reports",
        "scoreboard.harmless",
        "scoreboard.paths",
    },
    "scoreboard.ui": {
        "scoreboard.answers",
        "scoreboard.catalog",
        "scoreboard.analysis",
        "scoreboard.diagnostics",
        "scoreboard.store",
        "scoreboard.language",
        "scoreboard.text",
        "scoreboard.charts",
        "scoreboard.reports",
        "scoreboard.harmless",
        "scoreboard.paths",
    },
    "etl": {
        "scoreboard.catalog",
        "scoreboard.harmless",
        "scoreboard.paths",
        "scoreboard.store",
    },
    "pages": {"scoreboard.ui", "scoreboard.answers"},
    "app": {"scoreboard.ui", "scoreboard.language"},
}
# The first build on a machine without a release, and the two pages that publish.
EXCEPTIONS = {
    # The command that writes briefs of all regions makes what the page would export.
    ("etl/briefs.py", "scoreboard.answers"),
    ("etl/briefs.py", "scoreboard.reports"),
    # The command that prints the spread of tiers and severities reads the release itself.
    ("scoreboard/diagnostics/__main__.py", "scoreboard.store"),
    ("scoreboard/diagnostics/__main__.py", "scoreboard.paths"),
    # The process that serves the pages serves the API beside them.
    ("scoreboard/ui/serve.py", "scoreboard.api"),
    ("scoreboard/ui/cached.py", "etl"),
    ("scoreboard/ui/gaps.py", "etl"),
    ("scoreboard/ui/update/page.py", "etl"),
    ("scoreboard/ui/update/questions.py", "etl"),
    ("scoreboard/ui/update/names.py", "etl"),
    ("scoreboard/ui/update/comparison.py", "etl"),
    ("scoreboard/ui/update/corrections.py", "etl"),
    ("scoreboard/ui/update/files.py", "etl"),
    ("scoreboard/ui/update/publishing.py", "etl"),
    ("scoreboard/ui/update/template.py", "etl"),
    ("scoreboard/ui/releases/page.py", "etl"),
    ("scoreboard/ui/releases/way_back.py", "etl"),
}
ONLY_IN = {
    "fastapi": ("scoreboard/api",),
    "mcp": ("scoreboard/api/mcp.py",),
    "starlette": ("scoreboard/api",),
    "streamlit": ("scoreboard/ui", "pages", "app.py"),
    "plotly": (),
    "duckdb": ("scoreboard/store", "etl"),
    "geopandas": ("etl", "scoreboard/analysis/spatial"),
    "frykit": ("etl/maps/boundaries.py", "etl/maps/regions.py", "etl/maps/tianditu.py"),
}
FILES = sorted(
    file
    for part in ("app.py", "pages", "scoreboard", "etl")
    for file in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py"))
)


def imports_of(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def layer_of(module: str) -> str | None:
    return next(
        (layer for layer in ALLOWED if module == layer or module.startswith(layer + ".")), None
    )


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_a_file_imports_only_what_its_layer_may(file: Path) -> None:
    path = file.relative_to(ROOT).as_posix()
    own = layer_of(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    for name in imports_of(file):
        used = layer_of(name)
        if used and used != own and own is not None and (path, used) not in EXCEPTIONS:
            assert used in ALLOWED[own], f"{path} imports {name}"
        for package, places in ONLY_IN.items():
            if name.split(".")[0] == package:
                assert path.startswith(places), f"{path} imports {package}"


def test_what_lies_outside_of_etl_knows_its_api_only() -> None:
    for file in FILES:
        path = file.relative_to(ROOT).as_posix()
        used = (
            {n for n in imports_of(file) if n.startswith("etl.")} if "etl/" not in path else set()
        )
        assert all(name.startswith("etl.api") for name in used), (path, used)


def test_each_page_has_its_line_in_the_menu() -> None:
    pages = sorted((ROOT / "pages").glob("*.py"))
    menu = (ROOT / "app.py").read_text(encoding="utf-8")
    assert pages
    assert all(f'"pages/{page.name}"' in menu for page in pages)
    assert menu.count("st.Page(") == len(pages)
    # Else those beyond a dozen are folded away.
    assert "expanded=True" in menu


ANSWERS = sorted(p.name for p in (ROOT / "scoreboard" / "answers").iterdir() if p.is_dir())


@pytest.mark.parametrize("folder", [name for name in ANSWERS if not name.startswith("__")])
def test_an_answer_imports_no_other_answer(folder: str) -> None:
    others = {f"scoreboard.answers.{name}" for name in ANSWERS if name != folder}
    for file in (ROOT / "scoreboard" / "answers" / folder).rglob("*.py"):
        used = {n for n in imports_of(file) if any(n == o or n.startswith(o + ".") for o in others)}
        assert not used, file.name


def test_what_answers_share_imports_no_answer() -> None:
    for file in (ROOT / "scoreboard" / "answers").glob("*.py"):
        for name in imports_of(file):
            assert name.removeprefix("scoreboard.answers.").split(".")[0] not in ANSWERS, file.name


def test_no_two_public_classes_share_a_name() -> None:
    found: dict[str, list[str]] = {}
    for file in [f for package in ("scoreboard", "etl") for f in (ROOT / package).rglob("*.py")]:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(file.relative_to(ROOT).as_posix())
    assert not {name: files for name, files in found.items() if len(files) > 1}
