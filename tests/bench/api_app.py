"""The API, and beside it one file sent as it is: what HTTP costs at the least.

python -m tests.bench.api_app PORT FILE
"""

from __future__ import annotations

import sys

import pyarrow as pa
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route

from scoreboard.api.app import routes


def main() -> None:
    """Serve until ended."""
    port, file = int(sys.argv[1]), sys.argv[2]
    # As the dashboard's own server does.
    pa.set_memory_pool(pa.system_memory_pool())

    def floor(_request: Request) -> FileResponse:
        return FileResponse(file)

    def ready(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ready")

    own = [Route("/", ready), Route("/floor", floor)]
    uvicorn.run(Starlette(routes=[*own, *routes()]), port=port, log_level="warning")


if __name__ == "__main__":
    main()
