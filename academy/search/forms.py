"""One and many, where a stem doesn't tell that they are the same word: lois, women, люди.

These are guesses, and only those that the courses really use are looked for.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from academy.search.words import surface

_TOGETHER = {
    "en": """woman women|man men|child children|person people persons|foot feet|tooth teeth|
        mouse mice|datum data|medium media|criterion criteria|phenomenon phenomena|
        index indices indexes|appendix appendices|matrix matrices|penny pence|
        teach taught|pay paid|buy bought|bring brought|think thought|sell sold|tell told|
        keep kept|hold held|meet met|lead led|speak spoke spoken|write wrote written|
        choose chose chosen|spend spent|lend lent|lose lost|find found|know knew known|
        take took taken|give gave given|see saw seen|make made|build built|
        go went gone|leave left|understand understood|fall fell fallen|begin began begun""",
    "fr": "œil yeux|monsieur messieurs|madame mesdames|ciel cieux|bail baux|aïeul aïeux",
    "es": "régimen regímenes|carácter caracteres",
    "ru": """человек люди людей людям людьми человека|ребёнок ребёнка дети детей детям детьми|
        год года годы лет годов|друг друга друзья друзей|мать матери матерей|дочь дочери дочерей|
        время времени времена времён|имя имени имена имён|день дня дни дней|
        деньги денег деньгам|сестра сёстры сестёр|письмо письма писем|окно окна окон|
        сын сыновья сыновей|брат братья братьев|право права прав""",
    "ar": """حق حقوق|امرأة المرأة نساء نسوة|قانون قوانين|شخص أشخاص|عضو أعضاء|صديق أصدقاء|
        طفل أطفال|رجل رجال|مشروع مشاريع مشروعات|هدف أهداف|خطة خطط|دولة دول|بلد بلدان بلاد|
        مال أموال|سؤال أسئلة|جواب أجوبة|درس دروس|دور أدوار|قرار قرارات|مورد موارد|منحة منح|
        مدرسة مدارس|مدير مدراء|شريك شركاء|عميل عملاء|فتاة فتيات|خطر أخطار مخاطر|تقرير تقارير|
        مبدأ مبادئ|نشاط أنشطة|دواء أدوية|مرض أمراض|طبيب أطباء|محام محامون|فرد أفراد|يوم أيام|
        شهر أشهر شهور|سنة سنوات سنين|كتاب كتب|فريق فرق|حملة حملات|مركز مراكز|وثيقة وثائق""",
    "sw": """mtu watu|mtoto watoto|mwanamke wanawake|mwanaume wanaume|mfanyakazi wafanyakazi|
        mwanachama wanachama|mfadhili wafadhili|mteja wateja|mshirika washirika|mlengwa walengwa|
        mshiriki washiriki|mkufunzi wakufunzi|mwezeshaji wawezeshaji|mhudumu wahudumu|
        mjumbe wajumbe|mwakilishi wawakilishi|kiongozi viongozi|mhamiaji wahamiaji|
        mkiukaji wakiukaji|shirika mashirika|kundi makundi|jina majina|jambo mambo|
        tatizo matatizo|lengo malengo|zao mazao|tokeo matokeo|badiliko mabadiliko|
        pendekezo mapendekezo|somo masomo|swali maswali|jibu majibu|hitaji mahitaji|
        lalamiko malalamiko|mradi miradi|mpango mipango|mkutano mikutano|mwezi miezi|
        mwaka miaka|mfano mifano|mtandao mitandao|mchango michango|mgao migao|mkataba mikataba|
        mwongozo miongozo|msimbo misimbo|kitabu vitabu|kifungu vifungu|kiashiria viashiria|
        kiwango viwango|kituo vituo|kiolezo violezo|kipindi vipindi|kipimo vipimo|
        kilainishi vilainishi|chama vyama|cheti vyeti|uchaguzi chaguzi|ujumbe jumbe|
        ushuhuda shuhuda|ufunguo funguo|juma majuma""",
}


@lru_cache(maxsize=10_000)
def other_forms(word: str, language: str) -> tuple[str, ...]:
    """Return what else a word in small letters may be, one or many. Most of these are no words."""
    short = language[:2]
    together = _groups(short).get(surface(word), ())
    guess = _GUESSES.get(short)
    guessed = tuple(guess(word)) if guess and len(word) >= _SHORTEST else ()
    return tuple(dict.fromkeys(one for one in (*together, *guessed) if one != word))


_SHORTEST = 3


@lru_cache(maxsize=8)
def _groups(language: str) -> dict[str, tuple[str, ...]]:
    groups = [tuple(one.split()) for one in _TOGETHER.get(language, "").split("|")]
    return {surface(word): group for group in groups for word in group}


def _english(word: str) -> Iterator[str]:
    if word.endswith("ves"):
        yield from (f"{word[:-3]}f", f"{word[:-3]}fe")
    if word.endswith("f"):
        yield f"{word[:-1]}ves"
    if word.endswith("fe"):
        yield f"{word[:-2]}ves"
    if word.endswith(("ses", "xes", "zes")):
        yield from (f"{word[:-2]}is", word[:-2])
    if word.endswith("is"):
        yield f"{word[:-2]}es"
    if word.endswith("s"):
        yield word[:-1]
    else:
        yield f"{word}s"
    if word.endswith(("s", "x", "z")):
        yield f"{word}es"


def _french(word: str) -> Iterator[str]:
    if word.endswith("aux"):
        yield from (f"{word[:-3]}al", f"{word[:-3]}ail")
    if word.endswith(("al", "ail")):
        yield f"{word.rpartition('a')[0]}aux"
    if word.endswith(("s", "x")):
        yield word[:-1]
    else:
        yield from (f"{word}s", f"{word}x")


def _spanish(word: str) -> Iterator[str]:
    if word.endswith("ces"):
        yield f"{word[:-3]}z"
    if word.endswith("z"):
        yield f"{word[:-1]}ces"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]
    yield from (f"{word}s", f"{word}es")


_ENDINGS = ("", "а", "у", "ом", "ем", "е", "и", "ы", "ов", "ев", "ей", "ам", "ами", "ах")
_CONSONANTS = set("бвгджзклмнпрстфхцчшщ")


def _russian(word: str) -> Iterator[str]:
    """Guess by the vowel that comes and goes: список, списки."""
    stems = {word.removesuffix(ending) for ending in _ENDINGS}
    for stem in sorted(stems):
        if len(stem) < _SHORTEST or stem[-1] not in _CONSONANTS:
            continue
        if stem[-2] in "оеё":
            yield from (f"{stem[:-2]}{stem[-1]}{ending}" for ending in _ENDINGS[1:])
        if stem[-2] in _CONSONANTS:
            for vowel in "ое":
                yield f"{stem[:-1]}{vowel}{stem[-1]}"


_GUESSES: dict[str, Callable[[str], Iterator[str]]] = {
    "en": _english,
    "fr": _french,
    "es": _spanish,
    "ru": _russian,
}
