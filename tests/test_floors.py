"""The floors of the house: imports point down, and each outside library has one home.

A rule that names a room which is not built yet simply waits for it.
"""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Lowest first. Rooms that share a floor may not import each other unless NEIGHBOURS says so.
FLOORS = [
    {"sync"},
    {"academy", "academy.config", "academy.data", "academy.errors", "academy.late"},
    {"academy.apart", "academy.folder", "academy.passphrases", "academy.text"},
    {"academy.rules", "academy.times"},
    {"academy.events"},
    {
        "academy.courses",
        "academy.languages",
        "academy.manuals",
        "academy.papers",
        "academy.persons",
        "academy.printing",
        "academy.projections",
        "academy.reports",
        "academy.roster",
        "academy.search",
        "academy.sheets",
        "academy.spreadsheet",
        "academy.store",
        "academy.takehome",
        "academy.worksheets",
    },
    {"academy.ballots", "academy.door", "academy.exchanging", "academy.updates"},
    {"academy.actions"},
    {"academy.demo"},
    {"academy.web"},
    {"academy.cli"},
    {"academy.__main__"},
]

# Room → the rooms on its own floor that it may use.
NEIGHBOURS = {
    "academy.passphrases": {"academy.apart"},
    "academy.papers": {"academy.courses", "academy.printing"},
    "academy.persons": {"academy.projections"},
    "academy.printing": {"academy.courses"},
    "academy.reports": {"academy.persons", "academy.projections"},
    "academy.roster": {"academy.languages", "academy.sheets"},
    "academy.search": {"academy.courses"},
    "academy.store": {"academy.projections"},
    "academy.takehome": {"academy.courses", "academy.printing"},
    "academy.worksheets": {"academy.courses", "academy.printing", "academy.spreadsheet"},
}

# Outside library → the rooms or modules that may import it. A name covers what lies inside it.
HOMES = {
    "nacl": {"sync", "academy.door.access", "academy.store"},
    "psycopg": {"sync.postgres"},
    "msgspec": {"academy.events"},
    "babel": {"academy.languages", "academy.text", "academy.times.zones"},
    "charset_normalizer": {"academy.text.encodings"},
    "confusable_homoglyphs": {"academy.text.looks"},
    "flask_babel": {"academy.languages.i18n"},
    "flask": {"academy.web", "academy.languages.i18n"},
    "flask_wtf": {"academy.web"},
    "jinja2": {"academy.printing", "academy.takehome", "academy.web"},
    "markupsafe": {
        *("academy.courses", "academy.printing", "academy.search", "academy.takehome"),
        "academy.web",
    },
    "werkzeug": {"academy.web"},
    "waitress": {"academy.web.listening"},
    "markdown_it": {"academy.courses"},
    "mdit_py_plugins": {"academy.courses"},
    "yaml": {"academy.courses"},
    "nh3": {"academy.courses"},
    "whoosh": {"academy.search"},
    "snowballstemmer": {"academy.search"},
    "opencc": {"academy.text.han"},
    "weasyprint": {"academy.printing.pango", "academy.printing.pdf"},
    "fontTools": {"academy.printing.tables"},
    "segno": {"academy.printing", "academy.web"},
    "xlsxwriter": {"academy.spreadsheet"},
    "python_calamine": {"academy.sheets.child"},
    "mammoth": {"academy.manuals.child"},
    "sqlite_utils": {"academy.projections", "academy.store"},
    "sqlcipher3": {"academy.store"},
    "zxcvbn": {"academy.passphrases.child"},
    "click": {"academy.cli"},
}

# `academy.events` has one: it decodes what other devices say by its declaration (see its page).
PURE = [
    "academy.errors",
    "academy.config",
    "academy.data",
    "academy.folder",
    "academy.door.pace",
    "academy.rules",
]

APART = [
    ("academy.web.participant", "academy.web.staff"),
    ("academy.web.staff", "academy.web.participant"),
]

# Only these open the store or make one.
STORE_OPENERS = {
    "academy.cli.device",
    "academy.cli.keeping",
    "academy.cli.serving",
    "academy.store",
    "academy.updates.trying",
    "academy.web.serve",
    "academy.web.shared.house",
}


def modules():
    """Every module of ours by its dotted name, with its file."""
    found = {}
    for package in ("sync", "academy"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path
    return found


MODULES = modules()
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imports_of(name, *, at_import_only=False):
    """Yield the dotted names that a module imports, those inside functions included."""
    tree = TREES[name]
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in when_imported(tree) if at_import_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [base])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in MODULES else base


def when_imported(tree):
    """Walk what runs while the module is imported: no function bodies, nothing for types only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from when_imported(node)


def inside(name, place):
    return name == place or name.startswith(f"{place}.")


def room_of(name):
    """The room that a module lies in: `sync`, or the second word of `academy.…`."""
    return "sync" if inside(name, "sync") else ".".join(name.split(".")[:2])


def floor_of(room):
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), None)


def is_ours(name):
    return inside(name, "sync") or inside(name, "academy")


def is_standard(name):
    return name.split(".")[0] in sys.stdlib_module_names


def outside_libraries(name):
    return {
        found.split(".")[0]
        for found in imports_of(name)
        if not is_ours(found) and not is_standard(found)
    }


def test_every_room_has_a_floor():
    rooms = {room_of(name) for name in MODULES}
    assert {room for room in rooms if floor_of(room) is None} == set()


def test_imports_point_down():
    upward = [
        f"{name} imports {found}"
        for name in MODULES
        for found in imports_of(name)
        if is_ours(found) and not stands_below(room_of(found), room_of(name))
    ]
    assert upward == []


def stands_below(lower, room):
    if lower in {room, "academy"} | NEIGHBOURS.get(room, set()):
        return True
    return (floor_of(lower) or 0) < (floor_of(room) or 0)


def test_each_library_is_used_in_its_home():
    strays = [
        f"{name} imports {library}"
        for name in MODULES
        for library in sorted(outside_libraries(name))
        if not any(inside(name, home) for home in HOMES.get(library, ()))
    ]
    assert strays == []


@pytest.mark.parametrize("place", PURE)
def test_what_the_academy_means_needs_no_library(place):
    found = {
        library for name in MODULES if inside(name, place) for library in outside_libraries(name)
    }
    assert found == set()


def test_the_sync_floor_knows_nothing_of_the_academy():
    guilty = [
        name
        for name in MODULES
        if inside(name, "sync") and any(inside(found, "academy") for found in imports_of(name))
    ]
    assert guilty == []


@pytest.mark.parametrize(("here", "there"), APART)
def test_the_two_doors_do_not_know_each_other(here, there):
    guilty = [
        name
        for name in MODULES
        if inside(name, here) and any(inside(found, there) for found in imports_of(name))
    ]
    assert guilty == []


def test_only_the_factories_and_the_command_open_the_store():
    openers = {
        name
        for name in MODULES
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"create", "unlock"}
        and ast.unparse(node.func.value).split(".")[-1] == "opening"
    }
    assert len(openers) > 2
    assert {
        name for name in openers if not any(inside(name, may) for may in STORE_OPENERS)
    } == set()


def circle(graph):
    """The first circle of a graph, as its names in order; none where there is no circle."""
    settled, open_now = set(), []

    def visit(name):
        if name in settled:
            return []
        if name in open_now:
            return [*open_now[open_now.index(name) :], name]
        open_now.append(name)
        for found in sorted(graph[name]):
            # A package's own front room lists what lies behind it; that is not a circle.
            if not inside(name, found) and (round := visit(found)):
                return round
        settled.add(open_now.pop())
        return []

    return next((found for name in graph if (found := visit(name))), [])


def graph_of(*, at_import_only, rooms=("academy", "sync")):
    return {
        name: {
            found
            for found in imports_of(name, at_import_only=at_import_only)
            if found in MODULES and found != name
        }
        for name in MODULES
        if any(inside(name, room) for room in rooms)
    }


def test_no_module_waits_for_itself_while_it_is_imported():
    assert circle(graph_of(at_import_only=True)) == []
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


@pytest.mark.parametrize("room", ["academy.projections", "academy.store", "sync"])
def test_where_data_is_kept_no_module_needs_itself_later_either(room):
    """Not by an import inside a function, and not for its types."""
    graph = graph_of(at_import_only=False, rooms=[room])
    assert circle({name: found & graph.keys() for name, found in graph.items()}) == []


def test_a_module_fits_in_one_sitting():
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > 350} == {}


def test_a_function_fits_on_a_page():
    lines = {
        f"{name}.{node.name}": node.end_lineno - node.lineno + 1
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: count for name, count in lines.items() if count > 60} == {}


def test_every_room_says_what_belongs_in_it():
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


def loops(tree):
    """Everything that is done again and again."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.While):
            yield from node.body
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            yield node.elt
        elif isinstance(node, ast.DictComp):
            yield from (node.key, node.value)


def test_a_page_never_calls_a_verb_in_a_loop():
    """A change of several steps is one transaction: the verb takes them all."""
    found = [
        f"{name}: {ast.unparse(call)}"
        for name, tree in TREES.items()
        if name.startswith("academy.web")
        for part in loops(tree)
        for call in ast.walk(part)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "actions"
        and call.func.attr[0].islower()
    ]
    assert found == []
