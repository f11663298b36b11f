"""What nobody sees is dropped on the way in; what a script needs stays."""

import pytest

from academy.text import signs

KEPT_WITHOUT = {
    "a Khmer word break": ("ស្រី\u200bមុំ", "ស្រីមុំ"),
    "a Thai word break": ("น้ำ\u200bผึ้ง", "น้ำผึ้ง"),
    "a Burmese word break": ("သူ\u200bဇာ", "သူဇာ"),
    "an Arabic name that ends in a direction mark": ("نجمة\u200f", "نجمة"),
    "a name from a chat": ("\u200eLuz", "Luz"),
    "a name from a phone's contacts": ("\u2068Luz\u2069", "Luz"),
    "a soft hyphen": ("Mari\u00adgold", "Marigold"),
    "a joiner behind Latin": ("Nova\u200c", "Nova"),
    "a joiner inside Latin": ("No\u200dva", "Nova"),
    "a joiner at a word's end": ("می\u200c خواهم", "می خواهم"),
    "a byte-order mark": ("\ufeffNova", "Nova"),
    "a word joiner": ("Blue\u2060Heron", "BlueHeron"),
    "a direction override": ("No\u202eva", "Nova"),
    "direction marks inside": ("A\u200fB\u200e\u061cC", "ABC"),
    "a noncharacter": ("Nova\ufffe", "Nova"),
    "half a surrogate pair": ("No\ud800va", "Nova"),
    "a terminal's escape": ("No\x1b[2Kva", "No[2Kva"),
    "tabs, line ends, wide and narrow spaces": ("Blue\t\r\n\u3000\u00a0\u2009Heron ", "Blue Heron"),
}
KEPT = {
    "a Persian non-joiner": "می\u200cخواهم",
    "a Hindi joiner": "क्\u200dष",
    "a Sinhala joiner": "ශ්\u200dරී",
    "a family": "👩\u200d👩\u200d👧",
    "a text with a drawn heart": "❤\ufe0f",
}


@pytest.mark.parametrize(("written", "kept"), KEPT_WITHOUT.values(), ids=KEPT_WITHOUT)
def test_what_nobody_sees_is_dropped(written, kept):
    assert signs.clean(written) == kept
    assert signs.clean(kept) == kept


def test_plain_letters_are_cleaned_as_all_others_are():
    """They go a shorter way, for lists are full of them."""
    for sign in map(chr, range(128)):
        for text in (sign, f"No{sign}va", f"{sign}Nova {sign} ", f"Nova{sign}"):
            assert signs.clean(f"{text}|é") == signs.clean(f"{signs.clean(text + '|')}é")


@pytest.mark.parametrize("written", KEPT.values(), ids=KEPT)
def test_what_a_script_needs_stays(written):
    assert signs.clean(written) == written


@pytest.mark.parametrize(
    "written",
    ["", " ", "\u200c", "\u3164", "\u115f\u1160", "\u2800", "\u034f\ufe0f", "\uffa0", "\u17b4"],
)
def test_a_name_without_ink_shows_nothing(written):
    assert signs.visible(written) == ""


def test_private_signs_are_strange_and_letters_of_any_script_are_not():
    assert signs.is_strange("Nova\ue000")
    assert not any(map(signs.is_strange, KEPT.values()))
