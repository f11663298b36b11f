"""Events folded into tables, and the plain SELECTs that pages ask of them.

`schema` says what the tables are, `folding` fills them (`rows` from what an entry says, `versions`
where several say what one thing is, `forgetting` where somebody is erased), `digest` compares two
foldings; `numbers` gives ids their numbers; the other rooms are questions: `workshops`, `people`,
`attendance`, `learning`, `certificates`, `plans`, `unknown`.

Nothing here is a source of truth: every table can be dropped and folded again from the log, in any
order of arrival, and comes out the same. That is why every version of a plan is kept and the one
that holds is chosen anew, why a correction is a row of its own rather than an update, and why no
foreign key binds a mark to a person who may arrive on next week's stick.
"""

from typing import TYPE_CHECKING

from academy.late import late
from academy.projections.tables import Row, Tables

if TYPE_CHECKING:
    from academy.projections.folding import digest, fold, fold_many, rebuild
    from academy.projections.schema import VERSION, create

__getattr__ = late(
    __name__,
    dict.fromkeys(("digest", "fold", "fold_many", "rebuild"), "folding")
    | dict.fromkeys(("VERSION", "create"), "schema"),
)

__all__ = ["VERSION", "Row", "Tables", "create", "digest", "fold", "fold_many", "rebuild"]
