"""Where things lie on disk; imports nothing of ours, so that anybody may import it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SCOREBOARD_DATA", ROOT / "data"))
CATALOG = Path(os.environ.get("SCOREBOARD_CATALOG", DATA / "catalog"))
OBSERVATIONS = DATA / "observations"
CORRECTIONS = DATA / "corrections"
REGISTERS = DATA / "registers"
RELEASES = Path(os.environ.get("SCOREBOARD_RELEASES", DATA / "releases"))
STATIC = ROOT / "static"
BOUNDARIES = STATIC / "boundaries"
