"""The zip for Linux, tried on a bare system: no Python, no Pango, no fonts, no network.

    .venv/bin/python .ci/bundle/trial.py [academy-0.1.0-linux-x64.zip]

Without a zip it makes one first. The system is a folder with Debian's C library and BusyBox in it,
entered with chroot and without a network. There the zip is unpacked into a folder with a space in
its name and started; a page is opened, somebody's certificate is printed, a store is made, and
another copy of the folder finds it, as a newer one would. Needs root, on a Debian machine.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bundle import registries, unpack
from bundle.build import ROOT, Making, make
from bundle.registries import FetchError, run
from bundle.systems import SYSTEMS

PLACE = "home/a trainer"
NEWER = "home/a trainer/newer"


def main(words: list[str]) -> int:
    """Try it; the exit code is 1 when something didn't work."""
    system = SYSTEMS["linux-arm64" if platform.machine() == "aarch64" else "linux-x64"]
    if os.geteuid() != 0 or shutil.which("dpkg-deb") is None:
        print("Not tried: a bare system needs root, on a Debian machine.")
        return 0
    with tempfile.TemporaryDirectory() as work:
        try:
            file = Path(words[0]) if words else None
            file = file or make(Making(system, Path(work) / "made"), None, None, Path(work))
            bare = bare_system(system.debian, Path(work))
            for place in (PLACE, NEWER):
                unzip(file, bare / place)
        except FetchError as refused:
            sys.exit(str(refused))
        for helper in (Path(__file__).parent / "inside.py", ROOT / "tests" / "visitor.py"):
            shutil.copy(helper, bare)
        (bare / "tests").mkdir()
        shutil.copy(ROOT / "tests" / "patience.py", bare / "tests")
        print("Trying it where there is nothing else …", flush=True)
        inside = [f"/{PLACE}/{file.stem}", "/inside.py", f"/{NEWER}/{file.stem}"]
        script = "PATH=/bin; mount -t proc proc /proc; ip link set lo up; "
        script += 'exec "$1/program/python/bin/python3" "$2" "$1" "$3"'
        command = ["unshare", "-n", "-m", "chroot", str(bare), "/bin/sh", "-c", script, "sh"]
        told = {"HOME": f"/{PLACE}", "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        code = subprocess.run([*command, *inside], env=told, check=False, timeout=300).returncode
        pdf = bare / "certificate.pdf"
        if code == 0 and shutil.which("pdftotext"):
            print(run(["pdftotext", str(pdf), "-"])[:200])
    return code


def bare_system(architecture: str, work: Path) -> Path:
    """A folder with a shell and a C library, and nothing else."""
    bare = work / "bare"
    bare.mkdir()
    for file in registries.debian(architecture, ["busybox-static", "libc6"], work / "shell"):
        run(["dpkg-deb", "-x", str(file), str(bare)])
    for name in ("sh", "ip", "dirname", "mount"):
        (bare / "bin" / name).symlink_to("busybox")
    for name in ("proc", "tmp", "dev"):
        (bare / name).mkdir()
    os.mknod(bare / "dev" / "null", 0o20666, os.makedev(1, 3))
    os.mknod(bare / "dev" / "urandom", 0o20666, os.makedev(1, 9))
    return bare


def unzip(file: Path, target: Path) -> None:
    """Unpack as a file manager does: what may be run stays so."""
    with zipfile.ZipFile(file) as packed:
        for member in packed.infolist():
            unpack.lay(target.joinpath(*unpack.safe(member.filename)), packed.read(member))
            if member.external_attr >> 16 & 0o100:
                target.joinpath(*unpack.safe(member.filename)).chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
