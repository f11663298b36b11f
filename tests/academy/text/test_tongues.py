"""A language is itself by any name that people usually give it."""

import pytest

from academy.text import tongues

WRITTEN = {
    "Kiswahili": "sw", "Swahili": "sw", "swa": "sw", "Mandarin": "zh",
    "中文": "zh", "普通话": "zh", "zh-TW": "zh", "zh_Hans": "zh",
    "Chinese (simplified)": "zh", "ខ្មែរ": "km", "Khmer": "km",
    "русский язык": "ru", "русский": "ru", "rus": "ru",
    "French, English": "fr", "French": "fr", "fra": "fr", "fre": "fr",
    "Français": "fr", "langue française": "fr", "Anglais et français": "en",
    "English": "en", "EN": "en", "Español": "es", "castellano": "es",
    "العربية": "ar", "Arabic": "ar", "ภาษาไทย": "th", "မြန်မာ": "my",
    "Burmese": "my", "кыргызча": "ky", "Kyrgyz": "ky", "pt-BR": "pt",
    "Português": "pt", "lingála": "ln", "Tiếng Việt": "vi", "हिन्दी": "hi",
    "bahasa indonesia": "id", "Yoruba": "yo", "wolof": "wo",
    "Cantonese": "yue", "Tagalog": "tl", "Farsi": "fa",
}  # fmt: skip


@pytest.mark.parametrize(("written", "code"), WRITTEN.items())
def test_a_language_is_known_by_any_of_its_names(written, code):
    assert tongues.language(written) == code


@pytest.mark.parametrize("written", ["", "xx", "fluent", "mother tongue", "—", "12"])
def test_what_is_no_language_is_none(written):
    assert tongues.language(written) is None


TRADITIONAL = [
    *(
        "zh-TW",
        "zh_HK",
        "zh-MO",
        "zh-Hant",
        "zh_Hant_TW",
        "Traditional Chinese",
        "繁體中文",
        "繁体",
    ),
    *(
        "Chinese (Traditional)",
        "chinois traditionnel",
        "chino tradicional",
        "中文（繁體）",
        "正體中文",
    ),
    *("китайский, традиционное письмо", "الصينية التقليدية", "chinês tradicional"),
    "Kichina cha Jadi",
]
NOT_TRADITIONAL = {
    "zh": "zh_Hans", "zh-CN": "zh_Hans", "中文": "zh_Hans", "國語": "zh_Hans",
    "Mandarin": "zh_Hans",
    "simplified Chinese": "zh_Hans", "Swahili": "sw", "traditional": None, "Cantonese": "yue",
    "": None, "Français": "fr", "tw": "tw",
}  # fmt: skip


@pytest.mark.parametrize("written", TRADITIONAL)
def test_chinese_is_traditional_where_that_is_said(written):
    assert tongues.locale(written) == "zh_Hant"


@pytest.mark.parametrize(("written", "locale"), NOT_TRADITIONAL.items())
def test_no_other_language_is(written, locale):
    assert tongues.locale(written) == locale
