"""A systemd unit, so that the central copy starts with its machine and is kept apart on it.

What it shuts off is what no copy needs: other people's homes, devices, new rights, the swap, a
picture of its memory after a crash. `systemd-analyze security` calls what is left by name.
"""

import getpass
import shlex
import sys
from pathlib import Path
from typing import Final

import click

from academy.cli.device import own_courses
from academy.cli.saying import hand_over
from academy.updates.places import Places

UNIT: Final = """\
# academy-central.service, written by `academy unit`. As root, with this file in its place in
# /etc/systemd/system:
#   install -d -m 700 -o {user} {asked}
#   systemctl daemon-reload; systemctl enable --now academy-central
# After each start somebody opens the organiser's pages and types the passphrase.
[Unit]
Description=Courses, central copy
After=network-online.target
Wants=network-online.target

[Service]
User={user}
WorkingDirectory={program}
ExecStart={command}
Restart=on-failure
RestartSec=5
UMask=0077
LimitCORE=0
MemorySwapMax=0
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ReadWritePaths={folder}
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
"""
HOMES: Final = tuple(map(Path, ("/home", "/root", "/run/user")))
"""What `ProtectHome` shuts: with a program or a folder in there it can only be made unwritable."""


@click.command()
@click.option("--port", default=8000, show_default=True, help="What laptops sync to.")
@click.option("--staff-port", default=8001, show_default=True, help="The organiser's pages.")
@click.option("--name", help="What a TLS proxy here calls the organiser's pages: a host name.")
@click.option("--user", help="Whose service it is; you, unless told.")
@own_courses
@click.pass_obj
def unit(
    folder: Path, port: int, staff_port: int, name: str | None, user: str | None, own: Path | None
) -> None:
    """Print a systemd unit that serves the central copy of this folder, from this program."""
    words = [sys.executable, "-m", "academy", "--folder", folder.absolute(), "central"]
    words += ["--port", port, "--staff-port", staff_port]
    words += [*(["--name", name] if name else []), *(["--own", own.absolute()] if own else [])]
    program = Places().lasting()
    hand_over(written([str(word) for word in words], folder.absolute(), program, user).encode())


def written(words: list[str], folder: Path, program: Path, user: str | None = None) -> str:
    """The unit that runs a command, with one folder to write in. Paths are absolute."""
    places = (folder, program, Path(words[0]))
    at_home = any(place.is_relative_to(home) for place in places for home in HOMES)
    return UNIT.format(
        user=user or getpass.getuser(),
        program=_path(program),
        command=" ".join(map(_word, words)),
        folder=_word(str(folder)),
        asked=shlex.quote(str(folder)),
        home="read-only" if at_home else "yes",
    )


def _word(text: str) -> str:
    """A word of a unit as systemd reads it: no sign in it means anything."""
    text = _path(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{text}"' if any(sign in text for sign in " \t;'\"") else text


def _path(text: Path | str) -> str:
    return str(text).replace("%", "%%")
