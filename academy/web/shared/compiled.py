"""Templates as they were compiled at an earlier start: where Python keeps modules, and as it does.

Each lies in `__pycache__` beside its template (or where PYTHONPYCACHEPREFIX says), written only
where Python would write: whoever can write there can change the program itself. It is used for the
same source only, and while every file of the program is the same (`remembered.signature`), since
what a compiler leaves out or reckons beforehand depends on our extensions and filters too.
"""

import hashlib
import marshal
import secrets
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What Jinja asks before it compiles. `program` changes whenever the program does."""

    def __init__(self, program: str) -> None:
        self._program = program

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Where the code of a template lies."""
        return cache_from_source(f"{filename}.py") if filename else name

    def get_source_checksum(self, source: str) -> str:
        """What the code was made of."""
        return hashlib.sha256(f"{self._program}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket its code, where it lies there and was made of the same."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            head, _, code = Path(bucket.key).read_bytes().partition(b"\n")
            if head.decode() == bucket.checksum:
                made = marshal.loads(code)  # noqa: S302 - as Python reads its own modules
                bucket.code = made if isinstance(made, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write it down, whole or not at all; a folder that can't be written in stays as it is."""
        path = Path(bucket.key)
        if sys.dont_write_bytecode or not path.is_absolute():
            return
        aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                aside.write_bytes(f"{bucket.checksum}\n".encode() + marshal.dumps(bucket.code))
                aside.replace(path)
            finally:
                aside.unlink(missing_ok=True)
