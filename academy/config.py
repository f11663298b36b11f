"""What one running copy is told at its start: where its folder is, which doors it opens.

Built once, by the command line or a test, then passed in and never changed.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """The settings of one running copy.

    `folder` holds everything this device keeps: the encrypted store, its key slots, the caches.
    `central` opens the organiser's pages and the address that devices sync to, in place of the
    participants' pages.
    """

    folder: Path
    courses: Path
    lan_host: str = "0.0.0.0"  # noqa: S104 - phones on the room's Wi-Fi are the point
    lan_port: int = 8000
    staff_host: str = "127.0.0.1"
    staff_port: int = 8001
    inserts: Path | None = None
    """A network's own folder of inserts; None looks for it in `folder`."""
    central: bool = False
    demo: bool = False
    log_url: str | None = None
    """The PostgreSQL server of the central copy's log; None keeps it in the folder."""
    staff_name: str | None = None
    """The name under which a TLS proxy on this machine offers the organiser's pages."""
    address: str | None = None
    """What phones should open, when it can't be found out from the network (tests, odd set-ups)."""
    own: Path | None = None
    """The folder of the network's own courses; None is `courses` in the folder."""

    @property
    def own_courses(self) -> Path:
        """Where the network's own courses lie. It need not be there."""
        return self.own or self.folder / "courses"

    @property
    def own_sentences(self) -> Path:
        """Where the network's own sentences lie, for pages and papers. It need not be there."""
        return self.folder / "translations"
