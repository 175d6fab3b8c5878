"""Opens workbooks with the password that Excel tries by itself, as Excel does without asking.

Excel puts it on files whose structure is protected; nobody knows that they are encrypted.
"""

from __future__ import annotations

import io
from types import SimpleNamespace

import msoffcrypto
from msoffcrypto.format import xls97

from etl.read.model import Unreadable

PASSWORD = "VelvetSweatshop"
# The library copies an .xls file into a temporary one; a process that reads may write none.
xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)


def decrypt(content: bytes) -> bytes:
    """The same file without encryption; refuses one that has a password of its own."""
    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=PASSWORD)
        file.decrypt(opened)
    except MemoryError:
        raise
    except Exception as error:  # whatever the library stumbles over, the file stays shut
        raise Unreadable("encrypted") from error
    return opened.getvalue()
