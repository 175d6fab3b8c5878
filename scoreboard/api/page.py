"""The page that describes the API to people: what there is, with an example of each."""

from __future__ import annotations

from html import escape
from typing import Any

_EXAMPLES = {
    "/indicators": "/indicators?format=csv",
    "/indicators/{code}": "/indicators/rd_intensity",
    "/regions": "/regions?level=province",
    "/regions/{code}": "/regions/610000",
    "/observations": "/observations?indicator=rd_intensity&level=province&format=csv",
    "/registers": "/registers",
    "/registers/{code}": "/registers/double_first_class?region=610000",
    "/releases": "/releases",
    "/releases/{number}/whole": "/releases/1/whole?format=parquet",
    "/composite": "/composite?level=province",
    "/diagnosis/{region}": "/diagnosis/610000",
    "/answers/{question}": "/answers/profile?region=610000",
    "/feed.atom": "/feed.atom?follow=610000",
    "/pictures/{question}/{name}": "/pictures/overview/map.png",
    "/briefs/{question}": "/briefs/region?region=610000&format=pdf",
}
_HEAD = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>数据接口 API</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>
body{font:16px/1.6 "Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;
max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1f2933;background:#fff}
h1,h2{color:#0b4076}code{background:#f3f5f7;padding:.1em .3em;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
td{border-top:1px solid #d5dbe1;padding:.3em .6em .3em 0;vertical-align:top}
</style></head><body>
<h1>数据接口 API</h1>
<p>只读。表格可用<code>format=csv</code>直接在Excel、WPS或Power BI中“从网页”打开。
没有的数值没有行，不作零。<br>
Read-only. Tables with <code>format=csv</code> open in Excel, WPS and Power BI “from the web”.
A value that is missing has no row and is no zero.</p>
<p>机器可读说明 for programs: <a href="{root}/openapi.json">openapi.json</a> ·
SDMX: <a href="{root}/structure.xml">structure.xml</a></p>
"""


def page(document: dict[str, Any], root: str) -> str:
    """The page as HTML, from the OpenAPI document alone; root: the path of the API."""
    sections = []
    for path, operations in document["paths"].items():
        operation = operations["get"]
        example = escape(root + _EXAMPLES[path])
        rows = "".join(
            f"<tr><td><code>{escape(p['name'])}</code></td>"
            f"<td>{escape(p.get('description', ''))}</td></tr>"
            for p in operation.get("parameters", [])
        )
        link = f'<a href="{example}"><code>{example}</code></a>'
        said = escape(operation["description"])
        sections.append(
            f"<h2><code>{escape(path)}</code></h2><p>{said}</p><p>{link}</p><table>{rows}</table>"
        )
    return _HEAD.replace("{root}", escape(root)) + "".join(sections) + "</body></html>"
