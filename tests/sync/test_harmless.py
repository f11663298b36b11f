import unicodedata

import pytest

from sync import harmless

HARMFUL = {
    "plain": ("Laptop North", "Laptop North"),
    "every script": ("Étoile Река 小雨 نجمة हिन्दी", "Étoile Река 小雨 نجمة हिन्दी"),
    "the line is overwritten": ("X\x1b[2K\rthe right words", "X the right words"),
    "the line above is overwritten": ("X\x1b[1A\x1b[1;31mthe right words", "Xthe right words"),
    "one sign for a command": ("X\x9b2Kwords", "Xwords"),
    "the title of the window": ("X\x1b]0;words\x07Y", "XY"),
    "a link in a terminal": ("\x1b]8;;http://evil.example\x1b\\Office\x1b]8;;\x1b\\", "Office"),
    "a command without an end": ("X\x1b]0;words", "X"),
    "half a command": ("X\x1b", "X"),
    "another letter set": ("\x1b(0lqqk", "lqqk"),
    "backspaces": ("X\b\b\bwords", "Xwords"),
    "line ends": ("one\ntwo\r\nthree\u2028four\u2029five\x85six", "one two three four five six"),
    "a bell and a nought": ("a\x07b\0c", "abc"),
    "turned round": ("\u202efdp.exe\u2066\u2069\u200f", "fdp.exe"),
    "not seen": ("a\u200b\u200d\u2060\ufeff\u00adb\u3164\u2800\U000e0041c\ufe0f", "abc"),
    "private and unassigned": ("a\ue000\U0010ffff\u0378b", "ab"),
    "half a pair": ("a\ud800b\udc80", "ab"),
    "many accents": ("a" + "\u0301" * 50, "á\u0301\u0301\u0301"),
    "wide spaces": ("a\u3000\u00a0\u2003 b", "a b"),
    "two ways to write it": ("e\u0301", "é"),
    "only what is not seen": ("\u202e\x1b[2K \u200b", ""),
    "no text": (5, "5"),
}


@pytest.mark.parametrize(("text", "shown"), HARMFUL.values(), ids=HARMFUL)
def test_what_others_wrote_is_one_harmless_line(text, shown):
    assert harmless.line(text) == unicodedata.normalize("NFC", shown)


def test_every_sign_there_is_comes_out_harmless():
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    for start in range(0, 0x110000, 64):
        shown = harmless.line("".join(map(chr, range(start, start + 64))), 64)
        assert not unseen & {unicodedata.category(sign) for sign in shown}
        assert shown == harmless.line(shown, 64)
        shown.encode()


def test_it_has_a_length():
    assert harmless.line("x" * 500) == "x" * 100
    assert harmless.line("é" * 500, 7) == "é" * 7
    assert len(harmless.line("\u0958" * 500)) <= 100  # grows when composed
    assert harmless.line("word " * 10**6, 9) == "word word"
