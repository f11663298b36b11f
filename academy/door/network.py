"""Where phones find this laptop: its own address on the room's network, found without a packet.

The address is asked of the operating system's routing table. Nothing is sent and no name is looked
up, so it works with no internet and tells nobody that this laptop is here.
"""

import ipaddress
import socket

# Where packets would go decides which of the laptop's addresses they would come from. None of
# these is ever spoken to: a UDP socket that is "connected" sends nothing. The first is reserved for
# documentation and goes the default way; the others are the networks that Wi-Fi routers hand out.
TOWARDS = ("192.0.2.1", "192.168.0.1", "192.168.1.1", "192.168.43.1", "10.42.0.1", "10.0.0.1",
           "172.16.0.1")  # fmt: skip


def lan_address() -> str | None:
    """The most likely IPv4 address for phones to open, or None on no network at all."""
    found = candidates()
    return found[0] if found else None


def candidates() -> list[str]:
    """Every IPv4 address of this machine that phones might reach, the most likely first."""
    found = [address for towards in TOWARDS if (address := _from(towards))]
    found += _own_names()
    usable = [address for address in dict.fromkeys(found) if _reachable(address)]
    return sorted(usable, key=lambda address: not ipaddress.ip_address(address).is_private)


def base_url(host: str, port: int) -> str:
    """The address as people type it: port 80 need not be said."""
    return f"http://{host}" if port == 80 else f"http://{host}:{port}"  # noqa: PLR2004


def _from(towards: str) -> str | None:
    """This machine's address on the way to another one; None where no way leads there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((towards, 9))
            return str(asking.getsockname()[0])
        except OSError:
            return None


def _own_names() -> list[str]:
    """What the machine's own name stands for, where the system knows it by heart."""
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def _reachable(address: str) -> bool:
    """Whether a phone could open it: not this machine's own loop, not a made-up address."""
    known = ipaddress.ip_address(address)
    return not (known.is_loopback or known.is_unspecified or known.is_link_local)
