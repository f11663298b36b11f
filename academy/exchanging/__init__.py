"""Devices and what passes between them, for the pages and the command alike.

names.py    what devices are called, and what of theirs is not understood here
places.py   an address or a stick, as people write it
laptop.py   joining a central copy, how this laptop stands with it, exchanging
looking.py  what lies on a stick, in figures, before it is taken in
packs.py    courses that go along with an exchange
central.py  whom the central copy lets in
held.py     what it holds without counting it, and what people decide
figures.py  the report, with those who have not reported
"""

from academy.exchanging.central import (
    Known,
    accept,
    expected,
    known_devices,
    let_in,
    no_longer_expect,
    refuse,
    revoke,
)
from academy.exchanging.figures import as_of, report
from academy.exchanging.held import (
    Held,
    carry_out,
    held,
    leave_out,
    leave_out_strangers,
    not_counted,
    refuse_erasures,
    take_in,
)
from academy.exchanging.laptop import Standing, exchange, join, leave, standing, write_card
from academy.exchanging.looking import Look, look
from academy.exchanging.looking import take_in as take_in_stick
from academy.exchanging.names import (
    call_yourself,
    device_names,
    name_of,
    not_understood,
    own_name,
    trusted_name,
)
from academy.exchanging.places import address, folder, is_folder, sticks

__all__ = [
    "Held",
    "Known",
    "Look",
    "Standing",
    "accept",
    "address",
    "as_of",
    "call_yourself",
    "carry_out",
    "device_names",
    "exchange",
    "expected",
    "folder",
    "held",
    "is_folder",
    "join",
    "known_devices",
    "leave",
    "leave_out",
    "leave_out_strangers",
    "let_in",
    "look",
    "name_of",
    "no_longer_expect",
    "not_counted",
    "not_understood",
    "own_name",
    "refuse",
    "refuse_erasures",
    "report",
    "revoke",
    "standing",
    "sticks",
    "take_in",
    "take_in_stick",
    "trusted_name",
    "write_card",
]
