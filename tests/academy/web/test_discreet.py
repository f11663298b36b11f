"""What a page asks of a browser: to remember nothing typed, and no name by a title or a file."""

import re
from pathlib import Path

import pytest
from flask import Response

import academy.web
from academy import actions
from academy.web.participant import create_app as create_participant_app

ROOT = Path(academy.web.__file__).parent
TEMPLATES = [
    pytest.param(door, str(path.relative_to(folder)), id=f"{door}: {path.relative_to(folder)}")
    for door in ("participant", "staff", "shared")
    for folder in [ROOT if door == "shared" else ROOT / door]
    for path in sorted((ROOT / door).rglob("*.html"))
]


@pytest.fixture
def apps(desk):
    return {
        "participant": create_participant_app(desk.house),
        "staff": desk.app,
        "shared": desk.app,
    }


@pytest.mark.parametrize(("door", "template"), TEMPLATES)
def test_no_field_is_remembered_by_the_browser(apps, door, template):
    env = apps[door].jinja_env
    source, _file, _fresh = env.loader.get_source(env, template)
    written = env.preprocess(source, template)
    for form in re.findall(r"<form\b[^\n]*", written):
        assert form.startswith('<form autocomplete="off" spellcheck="false"')
    for field in re.findall(r"<textarea\b[^\n]*", written):  # Firefox asks each of these itself
        assert field.split("</textarea>")[0].count('autocomplete="off"') == 1
    for word in re.findall(r'autocomplete="([^"]*)"', written):
        assert word == "off"
    assert not re.search("""type=["']?password""", written)
    assert "new-password" not in written
    assert "current-password" not in written


def test_the_passphrase_is_hidden_without_being_a_field_of_a_password_manager(fresh_desk):
    fresh_desk.house.set_up(fresh_desk.passphrase)
    page = fresh_desk.get("/unlock")
    field = re.search('<input name="passphrase"[^>]*>', page)[0]
    assert 'type="text"' in field
    assert 'class="secret"' in field
    style = (ROOT / "shared/static/core.css").read_text("utf-8")
    assert ".secret{-webkit-text-security:disc}" in style


TYPED = "zqcanary"


@pytest.fixture
def named(desk):
    """A workshop, a session, a person, a team and an organisation called by a word of their own."""
    row = desk.sessions[0]
    actions.revise_session(
        desk.store, row["session"], title=TYPED, day=row["day"], half="am", countable=True
    )
    desk.who = actions.register_person(
        desk.store, workshop=desk.workshop, alias=TYPED, team=TYPED, organisation=TYPED
    )
    actions.revise_workshop(
        desk.store, desk.workshop, title=TYPED, level="regional", country="KE",
        starts=row["day"], ends=desk.sessions[-1]["day"], languages=("en",), courses=("advocacy",),
    )  # fmt: skip
    return desk


def pages_of(desk):
    """Every page of the desk that can be opened, with the ids of this workshop in it."""
    parts = {
        "workshop_id": desk.workshop, "session_id": desk.first, "session": desk.first,
        "person_id": desk.who, "person": desk.who,
    }  # fmt: skip
    for rule in desk.app.url_map.iter_rules():
        if "GET" in rule.methods and rule.arguments <= set(parts) and rule.endpoint != "language":
            with desk.app.test_request_context():
                yield desk.app.url_map.bind("localhost").build(
                    rule.endpoint, {name: parts[name] for name in rule.arguments}
                )


@pytest.mark.parametrize("central", [False, True])
def test_no_title_and_no_address_says_a_name_that_somebody_typed(named, central):
    object.__setattr__(named.house.config, "central", central)
    seen = 0
    for path in pages_of(named):
        page = named.client.get(path)
        if not page.mimetype.startswith("text/"):
            continue  # a workbook: a test of its own reads what is in it
        title = re.search("<title>(.*?)</title>", page.text, re.DOTALL)
        assert TYPED not in (title[1] if title else ""), path
        for link in re.findall(r'(?:href|action)="([^"]*)"', page.text):
            assert TYPED not in link, (path, link)
        seen += TYPED in page.text
    assert seen > (1 if central else 8), "the word is on the pages, and only not in their titles"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/pdf", "print.pdf"),
        ("text/csv; charset=utf-8", "table.csv"),
        ("application/json", "data.json"),
        ("application/epub+zip", "book.epub"),
        ("text/html; charset=utf-8", "page.html"),
        ("application/x-what-is-to-come", "file"),
    ],
)
@pytest.mark.parametrize("way", ["inline", "attachment"])
def test_files_are_called_by_their_kind_whatever_a_room_calls_them(desk, kind, name, way):
    @desk.app.get("/try")
    def a_file():
        said = {"Content-Disposition": f'{way}; filename="report-of-{TYPED}.pdf"'}
        return Response(b"x", content_type=kind, headers=said)

    answer = desk.client.get("/try")
    assert answer.headers["Content-Disposition"] == f"{way}; filename={name}"


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/certificates/sheet?print=1&session={session}", None),
        ("/certificates/cards", {"everybody": "1"}),
        ("/certificates/print", {"person": "{person}", "name-{person}": TYPED, "issuer": TYPED}),
    ],
)
def test_papers_are_titled_by_their_kind(named, monkeypatch, path, form):
    """A browser shows a paper's own title in its tab and keeps it in its history."""
    monkeypatch.setattr("academy.printing.pdf.available", lambda: False)
    for row in named.sessions:
        actions.mark_attendance(
            named.store, session=row["session"], states={named.who: "present"}, way="grid"
        )

    def filled(text):
        return text.format(session=named.first, person=named.who)

    if form is None:
        page = named.client.get(filled(path))
    else:
        page = named.post(filled(path), **{filled(k): filled(v) for k, v in form.items()})
    assert page.status_code == 200
    assert TYPED in page.text
    assert TYPED not in re.search("<title>(.*?)</title>", page.text)[1]
