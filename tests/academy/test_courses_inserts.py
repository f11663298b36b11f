"""What a network adds for its country: shown where it belongs, refused where it is broken."""

import random
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from academy import courses
from academy.cli import main
from academy.data import data_folder

PACKS = Path(__file__).parent.parent / "packs"
HEAD = "---\nfor: garden/soil#budget\nchecked: 2026-11-03\n---\n\n"
LAW = f"{HEAD}A shovel needs *no* licence here.\n"


@pytest.fixture(scope="module")
def library():
    return courses.load(PACKS)


def put(folder, file, text=LAW):
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def told(folder, library):
    return [
        (one.file, one.line, one.problem) for one in courses.load_inserts(folder, library).problems
    ]


def shown(folder, library, locale, *countries):
    inserts = courses.load_inserts(folder, library)
    found = inserts.shown("garden", "soil", "budget", locale, countries)
    return [(one.country, one.language) for one in found]


def test_an_insert_says_what_its_file_says(tmp_path, library):
    origin = "checked: 2026-11-03\nfrom: Act 7, section 2"
    put(tmp_path, "KE/shovels.en.md", LAW.replace("checked: 2026-11-03", origin))
    (one,) = courses.load_inserts(tmp_path, library).found
    assert (one.country, one.course, one.lesson, one.section) == ("KE", "garden", "soil", "budget")
    assert (one.language, one.checked, one.origin) == ("en", "2026-11-03", "Act 7, section 2")
    assert one.html == "<p>A shovel needs <em>no</em> licence here.</p>\n"


def test_a_reader_is_told_of_her_country_in_her_language(tmp_path, library):
    for file in ("KE/a.en.md", "KE/a.fr.md", "KE/a.sw.md", "UG/a.fr.md", "UG/a.sw.md"):
        put(tmp_path, file)
    assert shown(tmp_path, library, "fr", "KE") == [("KE", "fr")]
    assert shown(tmp_path, library, "zh_Hans", "KE") == [("KE", "en")]
    assert shown(tmp_path, library, "en", "UG") == [("UG", "fr")]
    assert shown(tmp_path, library, "en", "TZ") == []
    assert shown(tmp_path, library, "sw", "UG", "KE") == [("KE", "sw"), ("UG", "sw")]
    inserts = courses.load_inserts(tmp_path, library)
    assert inserts.countries("garden", "soil") == {"KE", "UG"}
    assert inserts.countries("garden", "water") == set()


def test_a_folder_that_is_not_there_holds_nothing(tmp_path, library):
    inserts = courses.load_inserts(tmp_path / "nothing", library)
    assert (inserts.found, inserts.problems) == ((), ())


NOWHERE = "“for” names no section of a lesson: write “course/lesson#section”."
BROKEN = {
    "no such course": ("KE/a.en.md", LAW.replace("garden/", "orchard/"), 2, NOWHERE),
    "no such section": ("KE/a.en.md", LAW.replace("#budget", "#roots"), 2, NOWHERE),
    "a quiz": ("KE/a.en.md", LAW.replace("#budget", "#quiz"), 2, NOWHERE),
    "a path that climbs": ("KE/a.en.md", LAW.replace("garden/", "../garden/"), 2, NOWHERE),
    "no day": (
        "KE/a.en.md", LAW.replace("checked: 2026-11-03\n", ""), 1,
        "“checked” must be a day such as 2026-11-03.",
    ),
    "no such day": (
        "KE/a.en.md", LAW.replace("2026-11-03", '"2026-02-30"'), 3,
        "“checked” must be a day such as 2026-11-03.",
    ),
    "no text": ("KE/a.en.md", HEAD, 5, "There is no text."),
    "no front matter": (
        "KE/a.en.md", "Text", 1,
        "The file must begin with front matter between two lines “---”.",
    ),
    "a script": (
        "KE/a.en.md", f"{HEAD}Text\n\n<script>x</script>", 8,
        "HTML is not read here; write it in Markdown.",
    ),
    "a tag in a line": (
        "KE/a.en.md", f"{HEAD}Text <img src=x onerror=y>", 6,
        "HTML is not read here; write it in Markdown.",
    ),
    "a picture that calls home": (
        "KE/a.en.md", f"{HEAD}![x](https://evil.example/x.png)", 6, "An insert holds no pictures.",
    ),
    "a link that runs": (
        "KE/a.en.md", f"{HEAD}[x](file:///etc/passwd)", 6,
        "A link in an insert is a whole address, “https://…”.",
    ),
    "a link into the pages": (
        "KE/a.en.md", f"{HEAD}[x](/sign-out)", 6,
        "A link in an insert is a whole address, “https://…”.",
    ),
    "an address that runs": (
        "KE/a.en.md", f"{HEAD}[x](javascript:alert)", 6,
        "A link in an insert is a whole address, “https://…”.",
    ),
    "a heading": (
        "KE/a.en.md", f"{HEAD}## Law", 6, "An insert stands below a heading and has none itself.",
    ),
    "too long": (
        "KE/a.en.md", HEAD + "word " * 1000, 6, "The text has more than 4000 characters.",
    ),
    "a sign that nobody sees": (
        "KE/a.en.md", f"{HEAD}no\u202eeon", 6,
        "Here is a sign that nobody sees: a control, or a change of direction.",
    ),
    "a bomb of brackets": (
        "KE/a.en.md", HEAD + "[" * 6000, 1,
        "There are more brackets or stars here than one can read.",
    ),
    "names in the YAML": (
        "KE/a.en.md", LAW.replace("checked", "a: &a [x, x]\nb: [*a, *a]\nchecked"), 3,
        "This isn't valid YAML (it has names). Text with “:” needs quotes.",
    ),
    "no country": (
        "Kenya/a.en.md", LAW, 1,
        "A country's folder is named by its two letters in ISO 3166, like “KE”.",
    ),
    "a country that isn't": (
        "ZZ/a.en.md", LAW, 1,
        "A country's folder is named by its two letters in ISO 3166, like “KE”.",
    ),
    "no language": (
        "KE/a.md", LAW, 1, "An insert is called like “law.en.md”: a name, the language, “md”.",
    ),
    "a program": (
        "KE/a.sh", LAW, 1, "An insert is called like “law.en.md”: a name, the language, “md”.",
    ),
    "no folder": ("a.en.md", LAW, 1, "Here lie countries' folders only."),
}  # fmt: skip


@pytest.mark.parametrize("row", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_insert_is_left_out_and_told_with_its_line(tmp_path, library, row):
    file, text, line, problem = row
    put(tmp_path, "UG/sound.en.md")
    put(tmp_path, file, text)
    place = file if file.startswith(("KE", "a.")) else file.partition("/")[0]
    assert (place, line, problem) in told(tmp_path, library)
    inserts = courses.load_inserts(tmp_path, library)
    assert [one.country for one in inserts.found] == ["UG"]


def test_what_is_no_utf8_is_told_with_its_line(tmp_path, library):
    put(tmp_path, "KE/a.fr.md")
    (tmp_path / "KE" / "a.fr.md").write_bytes(HEAD.encode() + b"une loi\nd\xe9j\xe0\n")
    assert ("KE/a.fr.md", 7, "This isn't UTF-8; save the file as UTF-8.") in told(tmp_path, library)


def test_links_are_followed_nowhere(tmp_path, library):
    put(tmp_path, "secret.md")
    (tmp_path / "inserts" / "KE").mkdir(parents=True)
    try:
        (tmp_path / "inserts" / "KE" / "a.en.md").symlink_to(tmp_path / "secret.md")
        (tmp_path / "inserts" / "UG").symlink_to(tmp_path / "inserts" / "KE")
    except OSError:
        pytest.skip("needs symbolic links")
    folder = tmp_path / "inserts"
    assert told(folder, library) == [
        ("KE/a.en.md", 1, "This is a link, or no plain file that can be read."),
        ("UG", 1, "Here lie countries' folders only."),
    ]
    assert courses.load_inserts(folder, library).found == ()


def test_two_for_one_section_and_language_are_one_too_many(tmp_path, library):
    put(tmp_path, "KE/a.en.md")
    put(tmp_path, "KE/b.en.md")
    assert told(tmp_path, library) == [
        ("KE/b.en.md", 1, "“KE/a.en.md” says something here already.")
    ]
    assert len(courses.load_inserts(tmp_path, library).found) == 1


def test_a_folder_of_thousands_is_read_up_to_a_bound(tmp_path, library, monkeypatch):
    monkeypatch.setattr("academy.courses.inserts.MOST", 3)
    for number in range(5):
        put(tmp_path, f"KE/a{number}.en.md")
    assert len(told(tmp_path, library)) == 3
    said = "There are more than 3 files here; the others are not read."
    assert ("KE", 1, said) in told(tmp_path, library)


def test_whatever_lies_there_is_read_or_named(tmp_path, library):
    """Bytes altered by chance, always the same: nothing of it is ever raised."""
    chance = random.Random(7)
    for number in range(200):
        data = bytearray(LAW.encode())
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.choice(b"\0\n\xff\xc3#[]{}<>&*!:-'\"|@`~ax")
        put(tmp_path, f"KE/a{number}.en.md")
        (tmp_path / "KE" / f"a{number}.en.md").write_bytes(data)
    inserts = courses.load_inserts(tmp_path, library)
    assert {one.file for one in (*inserts.found, *inserts.problems)} == {
        f"KE/a{number}.en.md" for number in range(200)
    }
    assert not any("<script" in one.html for one in inserts.found)


def test_the_check_counts_inserts_when_it_is_given_their_folder(few, tmp_path):
    put(tmp_path, "KE/a.en.md", LAW.replace("garden/soil#budget", "advocacy/who-decides#allies"))
    assert _checked(few, tmp_path).exit_code == 0
    put(tmp_path, "KE/b.en.md")
    done = _checked(few, tmp_path)
    assert done.exit_code == 1
    assert f"KE/b.en.md:2: Error: {NOWHERE}" in done.output


def test_an_insert_avoids_the_words_too_unless_it_quotes_them(few, tmp_path):
    text = LAW.replace("garden/soil#budget", "advocacy/who-decides#allies")
    put(tmp_path, "KE/a.en.md", f"{text}\nThe act says “prostitution”.\n")
    done = _checked(few, tmp_path)
    assert "KE/a.en.md:8: Error: Say “sex worker”, not “prostitution”." in done.output
    put(tmp_path, "KE/a.en.md", f"{text}\n“Prostitution”.\n".replace("---\n\n", QUOTED, 1))
    assert _checked(few, tmp_path).exit_code == 0


QUOTED = "quotes: [prostitution]\n---\n\n"


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """One course of ours and its words: all of them take the command a quarter of a minute."""
    folder = tmp_path_factory.mktemp("courses")
    for one in ("advocacy/en", "advocacy/media", "glossary"):
        shutil.copytree(data_folder("courses") / one, folder / one)
    facts = (data_folder("courses") / "advocacy" / "course.yaml").read_text("utf-8")
    few_facts = re.sub("(?m)^languages: .*$", "languages: [en]", facts)
    (folder / "advocacy" / "course.yaml").write_text(few_facts, "utf-8")
    return folder


def _checked(few, inserts):
    asked = ["courses", "check", "--courses", str(few), "--inserts", str(inserts)]
    return CliRunner().invoke(main, asked)
