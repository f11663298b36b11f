"""Events and bodies are each other's inverse; what isn't understood is passed over."""

from dataclasses import fields
from typing import Any

import pytest

from academy import events


def example(kind: str) -> events.Event:
    """An event of the kind with a value of the right type in every field."""
    values: dict[Any, Any] = {
        "tuple[str, ...]": ("a", "ü"),
        "bool": True,
        "int": 3,
        "str": "Тихо “x”\n小雨",
        str: "Тихо “x”\n小雨",
        int: 3,
        bool: True,
        tuple[str, ...]: ("a", "ü"),
    }
    cls = events.KINDS[kind]
    return cls(**{field.name: values[field.type] for field in fields(cls)})


@pytest.mark.parametrize("kind", events.KINDS)
def test_what_is_written_is_read_again(kind: str):
    event = example(kind)
    filed, body = events.write(event)
    assert filed == kind
    assert "\n" not in body
    assert events.read(filed, body) == event


@pytest.mark.parametrize(
    ("why", "kind", "body"),
    [
        ("a kind of the future", "person.sang", '{"person":"x"}'),
        ("not JSON", "person.unlinked", "{"),
        ("not an object", "person.unlinked", "[]"),
        ("a field missing", "person.unlinked", '{"link":"x"}'),
        ("a fraction", "person.unlinked", '{"link":"x","at":1.5}'),
        ("an object in a field", "person.unlinked", '{"link":"x","at":{}}'),
        ("a number in a list", "requirement.withdrawn", '{"workshop":"w","replaces":[1],"at":"t"}'),
    ],
)
def test_what_is_not_understood_is_none(why: str, kind: str, body: str):
    assert events.read(kind, body) is None, why


def test_fields_of_a_later_version_are_passed_over():
    body = '{"link":"x","at":"t","tune":"la"}'
    assert events.read("person.unlinked", body) == events.PersonUnlinked("x", "t")
