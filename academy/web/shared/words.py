"""A language as papers, books and pages to take home need it, made from our catalogues."""

from academy.courses import locale_of
from academy.languages import i18n
from academy.printing.words import Words


def words(locale: str) -> Words:
    """One language of ours."""
    return Words(
        language=locale.replace("_", "-"),
        direction=i18n.direction(locale),
        gettext=i18n.gettext_for(locale),
        ngettext=i18n.ngettext_for(locale),
        month=lambda year, month: i18n.format_month(year, month, locale),
    )


def beside(language: str) -> Words:
    """The words that stand beside a text in `language`: English, where we don't speak it."""
    return words(i18n.choose(locale_of(language), None, None))
