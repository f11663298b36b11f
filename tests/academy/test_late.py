"""What is loaded when it is first asked for is there, and isn't before."""

import subprocess
import sys
from importlib import import_module

import pytest

from academy.late import late
from tests.test_floors import MODULES

PACKAGES = [
    name for name, path in MODULES.items() if "__getattr__ = late(" in path.read_text("utf-8")
]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_name_of_a_package_is_there(name):
    package = import_module(name)
    assert package.__all__
    for one in package.__all__:
        assert getattr(package, one) is not None
        # A module of that name in the package would stand in its way.
        assert f"{name}.{one}" not in MODULES or one in vars(package)
    with pytest.raises(AttributeError):
        package.nothing_of_this_name  # noqa: B018


def test_what_it_isnt_asked_for_isnt_loaded():
    find = late("academy", {"nothing": "not_a_module_at_all"})
    with pytest.raises(AttributeError, match="other"):
        find("other")
    with pytest.raises(ModuleNotFoundError):
        find("nothing")


def test_the_first_page_waits_for_nothing_that_only_others_need():
    code = (
        "import sys, academy.cli.serving, academy.web.serve, academy.web.participant\n"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in {'whoosh', 'weasyprint',"
        " 'snowballstemmer', 'opencc', 'xlsxwriter', 'fontTools', 'psycopg', 'zxcvbn', 'mammoth',"
        " 'nacl', 'sqlcipher3', 'sqlite_utils', 'msgspec'}"
        " or n in {'academy.web.staff', 'academy.courses.checking', 'academy.printing.pdf',"
        " 'academy.worksheets.book', 'academy.takehome.shelf', 'academy.search.index',"
        " 'academy.exchanging', 'academy.reports', 'academy.store.store', 'academy.cli.doctor',"
        " 'academy.updates'}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
