r"""The types of the fields: what a value must be, said once.

`events.read` decodes by them, so nothing else has to look at a value from another device again: an
id is an id, a day exists, a choice is one of the rules', and no text is longer than a form takes or
holds a sign that acts on the text around it. Every pattern is written out in ASCII classes and ends
in `\Z`, since `\d` takes any script's digits and `$` allows a line end.

To Python every one of them is a plain str, int or tuple.
"""

from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta

from academy import rules
from academy.rules import assessment, planning

_DAYS: Final = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP: Final = r"(?:0[48]|[2468][048]|[13579][26])"  # a year's last two digits
_DAY: Final = rf"(?:20[0-9]{{2}}-{_DAYS}|20(?:00|{_LEAP})-02-29)"
# A clock is only a claim, and lies by decades; that the day exists is all that pages rely on.
_AT_DAY: Final = rf"(?:(?:19|20)[0-9]{{2}}-{_DAYS}|(?:2000|(?:19|20){_LEAP})-02-29)"

# What steers a line or a terminal, hides, or has no agreed picture: control characters, line ends,
# direction and format signs, private use, tags. The two joiners that Arabic and Indic
# scripts need may stay.
_STRANGE: Final = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff"
)
_SAID: Final = rf"^(?=[^{_STRANGE}]*\S)[^{_STRANGE}]*\Z"
_TEXT: Final = rf"^(?:(?=[^{_STRANGE}]*\S)[^{_STRANGE}]*)?\Z"

MOST_CELLS: Final = 1_000
"""The most cells of a plan that is handed in."""

Id = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
IdOrNone = Annotated[str, Meta(pattern=r"^(?:[0-9a-f]{32})?\Z")]
Device = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
EntryId = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", title="entry")]
Replaced = Annotated[tuple[EntryId, ...], Meta(max_length=rules.MOST_NAMED)]
Code = Annotated[str, Meta(pattern=r"^[0-9A-Z-]{4,40}\Z")]

Day = Annotated[str, Meta(pattern=rf"^{_DAY}\Z")]
Month = Annotated[str, Meta(pattern=r"^20[0-9]{2}-(?:0[1-9]|1[0-2])\Z")]
At = Annotated[str, Meta(pattern=rf"^{_AT_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")]

Alias = Annotated[str, Meta(pattern=_SAID, max_length=rules.LONGEST["alias"])]
Title = Annotated[str, Meta(pattern=_SAID, max_length=rules.LONGEST["title"])]
TitleOrNone = Annotated[str, Meta(pattern=_TEXT, max_length=rules.LONGEST["title"])]
Reason = Annotated[str, Meta(pattern=_SAID, max_length=rules.LONGEST["reason"])]
Organisation = Annotated[str, Meta(pattern=_TEXT, max_length=rules.LONGEST["organisation"])]
Team = Annotated[str, Meta(pattern=_TEXT, max_length=rules.LONGEST["team"])]
# Compared, one sign of an organisation's name becomes eighteen at most.
OrganisationKey = Annotated[str, Meta(pattern=_SAID, max_length=18 * rules.LONGEST["organisation"])]

Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
CountryOrNone = Annotated[str, Meta(pattern=r"^(?:[A-Z]{2})?\Z")]
Language = Annotated[
    str, Meta(pattern=rf"^{rules.LANGUAGE}\Z", max_length=rules.LONGEST["language"])
]
LanguageOrNone = Annotated[
    str, Meta(pattern=rf"^(?:{rules.LANGUAGE})?\Z", max_length=rules.LONGEST["language"])
]
Slug = Annotated[str, Meta(pattern=rf"^{rules.SLUG}\Z")]
ZoneOrNone = Annotated[
    str, Meta(pattern=r"^(?:[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2})?\Z", max_length=40)
]
Piece = Annotated[str, Meta(pattern=rf"^{planning.PIECE}\Z")]
Pieces = Annotated[tuple[Piece, ...], Meta(max_length=planning.MOST_PIECES)]
Languages = Annotated[tuple[Language, ...], Meta(max_length=40)]
Courses = Annotated[tuple[Slug, ...], Meta(max_length=100)]
# Where a cell of a worksheet lies: `issue`, `lines.3.total`, `lines.3.share.2`.
Place = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,30}(?:\.[a-z0-9_]{1,31}){0,3}\Z")]
Cell = Annotated[str, Meta(pattern=_SAID, max_length=1000)]
Places = Annotated[tuple[Place, ...], Meta(max_length=MOST_CELLS)]
Cells = Annotated[tuple[Cell, ...], Meta(max_length=MOST_CELLS)]
Score = Annotated[int, Meta(ge=0, le=rules.MOST_SCORED)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Pairs = Annotated[
    tuple[tuple[Percent, Percent], ...],
    Meta(min_length=assessment.FEWEST, max_length=rules.MOST_SCORED),
]
Counts = Annotated[
    tuple[tuple[Slug, Annotated[tuple[Score, ...], Meta(max_length=20)]], ...], Meta(max_length=60)
]
Remark = Annotated[str, Meta(pattern=_SAID, max_length=rules.LONGEST["remark"])]
Remarks = Annotated[tuple[tuple[Slug, Remark], ...], Meta(max_length=1_000)]

if TYPE_CHECKING:  # the rules hold the choices; to whoever makes an event they are text
    Level = str
    Role = str
    Half = str
    State = str
    Way = str
    Requirement = str
    Certificate = str
    Test = str
    Form = str
else:
    from typing import Literal

    Level = Literal[rules.LEVELS]
    Role = Literal[rules.ROLES]
    Half = Literal[rules.HALVES]
    State = Literal[rules.STATES]
    Way = Literal[rules.WAYS]
    Requirement = Literal[rules.REQUIREMENTS]
    Certificate = Literal[rules.CERTIFICATES]
    Test = Literal[assessment.TESTS]
    Form = Literal[assessment.FORMS]
