"""A small library of papers for the tests: one paper, in two languages, written in a few lines."""

from pathlib import Path

FACTS = """id: papers
by: The northern network
licence: CC-BY-SA-4.0
original: en
languages: [en, ar]
papers: [tools]
"""
WORDS = """words:
  choose: {choose}
  lawyer: Ask a lawyer
  note: Note
  record: Adaptation record
  source: What it comes from
  ours: What it has become
  title: Title
  by: Organisation
  version: Version
  as_of: As of
  licence: Licence
  earlier: Adapted from
  may: You may change it.
  adopted_on: Adopted on
  adopted_by: Adopted by
  changes: Changes
  teaches: Who teaches it
  review: Next review
"""
TOOLS = """---
title: Tools & seeds
summary: Who may borrow a <spade>.
version: "1.2"
as_of: "2026-11"
adapted_from: [{title: Shed rules, by: The southern network, version: "3.1", licence: CC0}]
reviewed: false
---

For everybody in [name of the group].

## Borrowing {#borrowing}

1. Ask *first*.
2. Bring it back within **7** days.

Then again:

1. Clean it.

| Tool | Days |
|---|---|
| Spade | 7 |

:::choose
- One tool each.
- At most [number] tools.
:::

## Losing {#losing}

- Tell [a role].

:::lawyer
Ask about rust.
:::
"""
ARABIC = """---
title: الأدوات
summary: من يستعير مجرفة.
version: "1.2"
reviewed: false
---

للجميع في [اسم المجموعة].

## الاستعارة {#borrowing}

1. اسألوا *أولًا*.
2. أعيدوها خلال **7** أيام.

ثم:

1. نظّفوها.

| الأداة | أيام |
|---|---|
| مجرفة | 7 |

:::choose
- أداة واحدة لكل شخص.
- [عدد] أدوات على الأكثر، SWIT.
:::

## الفقدان {#losing}

- أخبروا [دورًا].

:::lawyer
اسألوا عن الصدأ.
:::
"""


def front(title: str, choose: str) -> str:
    """The words of the library in one language."""
    above = f"title: {title}\nsummary: Short models.\n{WORDS.format(choose=choose)}"
    return f"---\n{above}---\n\nRead it.\n"


def write(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """The library below a folder of courses, with some files in the place of others."""
    files: dict[str, str | bytes | None] = {
        "papers.yaml": FACTS,
        "en/papers.md": front("Papers", "Choose one"),
        "ar/papers.md": front("أوراق", "اختاروا"),
        "en/tools.md": TOOLS,
        "ar/tools.md": ARABIC,
        **(changes or {}),
    }
    for name, said in files.items():
        path = folder / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if said is not None:
            path.write_bytes(said if isinstance(said, bytes) else said.encode())
    return folder
