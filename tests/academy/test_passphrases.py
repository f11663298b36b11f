"""A passphrase that would soon be guessed is refused, in any script, and said why."""

import logging
import subprocess
import sys

import pytest

from academy import apart, demo, passphrases
from academy.errors import AcademyError
from academy.passphrases import child
from sync.keys import random_words
from tests.academy.conftest import PASSPHRASE

WEAK = {
    "nothing": ("", "passphrase_short"),
    "spaces": ("              ", "passphrase_short"),
    "a word": ("short", "passphrase_short"),
    "three words": ("lemon river table", "passphrase_short"),
    "four words": ("lemon river table cloud", "passphrase_short"),
    "one letter": ("aaaaaaaaaaaa", "passphrase_repeats"),
    "one letter, for long": ("a" * 5000, "passphrase_repeats"),
    "a Cyrillic letter": ("ааааааааааааа", "passphrase_repeats"),
    "a word five times": ("river river river river river", "passphrase_repeats"),
    "a Russian word twice": ("парольпароль", "passphrase_repeats"),
    "a Chinese character": ("爱" * 12, "passphrase_repeats"),
    "the alphabet": ("abcdefghijklmnop", "passphrase_sequence"),
    "the Russian alphabet": ("абвгдежзиклмнопрст", "passphrase_sequence"),
    "a row of keys": ("qwertyuiop[]asdfghjkl", "passphrase_keys"),
    "a Russian row of keys": ("йцукенгшщзхъ", "passphrase_keys"),
    "two Russian rows of keys": ("йцукенгшщзхъфывапролджэ", "passphrase_keys"),
    "an Arabic row of keys": ("ضصثقفغعهخحجدشسيبلا", "passphrase_keys"),
    "a French row of keys": ("azertyuiopqsdfghjklm", "passphrase_common"),
    "a common password": ("password123 letmein", "passphrase_common"),
    "a common Russian password": ("пароль123456", "passphrase_common"),
    "in capitals": ("PASSWORD123 LETMEIN", "passphrase_common"),
    "in wide letters": ("ｐａｓｓｗｏｒｄ１２３", "passphrase_common"),
    "what many say": ("i love you mom", "passphrase_common"),
    "what they say in Russian": ("я люблю тебя мама", "passphrase_short"),
    "what the movement says": ("Nothing about us without us", "passphrase_common"),
    "what the movement says, in one": ("sexworkisworkforever", "passphrase_common"),
    "numbers said": ("one two three four five", "passphrase_common"),
    "a date": ("12/05/1990 Ana", "passphrase_date"),
    "a first name": ("josephine", "passphrase_names"),
    "Arabic words that everybody says": ("مرحبا بالعالم الجميل", "passphrase_short"),
    "four Russian words": ("лампа река камень облако", "passphrase_short"),
    "four Chinese words": ("苹果 河流 桌子 天空", "passphrase_short"),
    "a Chinese slogan": ("中国人民万岁万万岁", "passphrase_short"),
    "half a letter": ("\ud800", "passphrase_short"),
}


@pytest.mark.parametrize(("passphrase", "why"), WEAK.values(), ids=WEAK.keys())
def test_a_weak_passphrase_is_refused_and_said_why(passphrase, why):
    with pytest.raises(AcademyError) as refused:
        passphrases.judge(passphrase)
    assert refused.value.code == why
    assert refused.value.details == {}


STRONG = {
    "the demo's": demo.PASSPHRASE,
    "the tests'": PASSPHRASE,
    "five Russian words": "лампа река камень облако семь",
    "five short Arabic words": "قمر نهر شباك كتاب مدينة",
    "five Chinese words": "苹果 河流 桌子 天空 老虎",
    "five Chinese words without spaces": "苹果河流桌子天空老虎",
    "five French words": "réunion élève étoile rivière lampe",
    "sixteen random letters": "xkqvbzwjtrpfmgdh",
    "five words and much more": "river lamp stone cloud seven " * 100,
}


@pytest.mark.parametrize("passphrase", STRONG.values(), ids=STRONG.keys())
def test_a_good_passphrase_is_taken(passphrase):
    passphrases.judge(passphrase)


def test_the_offered_words_are_five_and_always_taken():
    for _ in range(80):
        words = passphrases.offer()
        assert len(words.split()) == 5
        passphrases.judge(words)


def test_hardly_any_draw_is_drawn_again():
    """So that what is offered is still as good as one of 2**55."""
    poor = 0
    for _ in range(80):
        try:
            passphrases.judge(" ".join(random_words(5)))
        except AcademyError:
            poor += 1
    assert poor <= 5


def test_nothing_of_a_passphrase_is_logged_or_told(caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(AcademyError) as refused:
        passphrases.judge("josephine")
    assert "josephine" not in f"{refused.value} {refused.value.details} {caplog.text}"


_LOADED = (
    "import sys\n"
    "from academy import passphrases\n"
    "passphrases.judge('river lamp stone cloud seven')\n"
    "passphrases.offer()\n"
    "print('zxcvbn' in sys.modules)"
)


def test_its_lists_of_words_stay_in_no_process_that_goes_on():
    told = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, check=True)
    assert told.stdout.split() == [b"False"]


def test_a_child_counts_as_this_process_does(monkeypatch):
    seen = [one[:72] for one, _ in WEAK.values()]
    here = passphrases.counted_here(seen)
    monkeypatch.undo()
    assert [tuple(one) for one in passphrases._counted(seen)] == here


def test_without_a_child_it_is_judged_all_the_same(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(apart, "ask", lambda *_words, **_limits: b"")
    with pytest.raises(AcademyError, match="passphrase_names"):
        passphrases.judge("josephine")
    passphrases.judge(PASSPHRASE)


def test_it_goes_to_the_child_by_its_input_alone(monkeypatch):
    """What others may read of a process is its words, its environment and the disk."""
    asked = []
    real = subprocess.Popen

    def watched(command, **how):
        asked.append((command, how))
        return real(command, **how)

    monkeypatch.undo()
    monkeypatch.setattr(subprocess, "Popen", watched)
    monkeypatch.setenv("ACADEMY_PASSPHRASE", PASSPHRASE)
    passphrases.judge(PASSPHRASE)
    ((command, how),) = asked
    assert PASSPHRASE.split()[0] not in f"{command} {how['env']}"
    assert command == [sys.executable, "-P", child.__file__]
    assert how["stdin"] == how["stdout"] == subprocess.PIPE


def test_every_refusal_has_a_sentence():
    from academy.web.shared.sentences import SENTENCES

    assert {"passphrase_short", *passphrases.WHY.values()} <= set(SENTENCES)
