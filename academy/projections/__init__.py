"""Events folded into tables, and the plain SELECTs that pages ask of them.

`schema` says what the tables are, `fold` fills them, `digest` compares two foldings; the other
rooms are questions: `workshops`, `people`, `attendance`, `learning`, `certificates`, `links`.

Nothing here is a source of truth: every table can be dropped and folded again from the log, in any
order of arrival, and comes out the same. That is why a revision carries a stamp and the latest
stamp wins, why a correction is a row of its own rather than an update, and why no foreign key
binds a mark to a person who may arrive on next week's stick.
"""

from academy.projections.fold import digest, fold, fold_many, rebuild
from academy.projections.schema import VERSION, create
from academy.projections.tables import Row, Tables

__all__ = ["VERSION", "Row", "Tables", "create", "digest", "fold", "fold_many", "rebuild"]
