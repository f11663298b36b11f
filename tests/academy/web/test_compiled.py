"""A template compiled before is used while all it was made of is the same, and then only."""

import marshal

import pytest
from jinja2 import Environment, FileSystemLoader

from academy.web.shared.compiled import Compiled


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Renders the page of a fresh program; says what it shows and whether it was compiled."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)
    page = tmp_path / "page.html"
    page.write_text("{{ 'a'|upper }} {{ name }}", "utf-8")

    def render(program="one", upper=str.upper):
        compiled, real = [], Environment.compile

        def compile(self, *how, **more):
            compiled.append(how)
            return real(self, *how, **more)

        monkeypatch.setattr(Environment, "compile", compile)
        world = Environment(
            loader=FileSystemLoader(tmp_path), bytecode_cache=Compiled(program), autoescape=True
        )
        world.filters["upper"] = upper
        said = world.get_template("page.html").render(name="b")
        monkeypatch.setattr(Environment, "compile", real)
        return said, bool(compiled)

    render.page = page
    render.kept = lambda: list(tmp_path.glob("__pycache__/*"))
    return render


def test_it_is_compiled_once(made):
    assert [made() for _ in range(3)] == [("A b", True), ("A b", False), ("A b", False)]
    assert len(made.kept()) == 1


def test_another_source_or_program_is_compiled_anew(made):
    made()
    made.page.write_text("{{ 'a'|upper }}: {{ name }}", "utf-8")
    assert [made() for _ in range(2)] == [("A: b", True), ("A: b", False)]
    assert made("two", str.lower) == ("a: b", True)
    assert made("one") == ("A: b", True)
    assert len(made.kept()) == 1


STRANGE = [b"", b"\xff\n", b"HEAD\n", b"HEAD\nx", b"HEAD\n" + marshal.dumps(1)]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_what_is_no_code_of_ours_is_as_if_it_were_not_there(made, strange):
    made()
    (kept,) = made.kept()
    kept.write_bytes(strange.replace(b"HEAD", kept.read_bytes().partition(b"\n")[0]))
    assert [made() for _ in range(2)] == [("A b", True), ("A b", False)]


def test_nothing_is_written_where_python_writes_nothing(made, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert [made() for _ in range(2)] == [("A b", True)] * 2
    assert made.kept() == []
