"""The languages that a text may be marked as: tag, names, direction.

Tags are those of BCP 47 that screen readers and browsers know. Names come from CLDR: the language's
own name, and the English one, shortened where nobody would look up the long form. The catalog has
the languages that families of districts in the United States read, those that schools teach, and
those of the peoples of the Northwest.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from langcodes import tag_is_valid
from langcodes.data_dicts import LANGUAGE_ALPHA3, LANGUAGE_ALPHA3_BIBLIOGRAPHIC

from ..translation import mark as _
from ..translation import translated


class Language(NamedTuple):
    """`name` is English and marked for translation; `own_name` is what its speakers call it."""

    tag: str
    name: str
    own_name: str
    right_to_left: bool = False


_ALL: Final = (
    Language("en", _("English"), "English"),
    Language("af", _("Afrikaans"), "Afrikaans"),
    Language("sq", _("Albanian"), "shqip"),
    Language("am", _("Amharic"), "አማርኛ"),
    Language("ar", _("Arabic"), "العربية", right_to_left=True),
    Language("hy", _("Armenian"), "հայերեն"),
    Language("az", _("Azerbaijani"), "azərbaycan"),
    Language("bn", _("Bangla"), "বাংলা"),
    Language("be", _("Belarusian"), "беларуская"),
    Language("bla", _("Blackfoot"), "Siksiká"),
    Language("bs", _("Bosnian"), "bosanski"),
    Language("bg", _("Bulgarian"), "български"),
    Language("my", _("Burmese"), "မြန်မာ"),
    Language("ceb", _("Cebuano"), "Cebuano"),
    Language("chy", _("Cheyenne"), "Tsėhésenėstsestȯtse"),
    Language("zh-Hans", _("Chinese (simplified)"), "简体中文"),
    Language("zh-Hant", _("Chinese (traditional)"), "繁體中文"),
    Language("chk", _("Chuukese"), "Chuukese"),
    Language("hr", _("Croatian"), "hrvatski"),
    Language("cro", _("Crow"), "Apsáalooke"),
    Language("cs", _("Czech"), "čeština"),
    Language("da", _("Danish"), "dansk"),
    Language("prs", _("Dari"), "دری", right_to_left=True),
    Language("nl", _("Dutch"), "Nederlands"),
    Language("et", _("Estonian"), "eesti"),
    Language("fi", _("Finnish"), "suomi"),
    Language("fr", _("French"), "français"),
    Language("ka", _("Georgian"), "ქართული"),
    Language("de", _("German"), "Deutsch"),
    Language("el", _("Greek"), "Ελληνικά"),
    Language("gu", _("Gujarati"), "ગુજરાતી"),
    Language("ht", _("Haitian Creole"), "kreyòl ayisyen"),
    Language("ha", _("Hausa"), "Hausa"),
    Language("haw", _("Hawaiian"), "\u02bbŌlelo Hawai\u02bbi"),
    Language("he", _("Hebrew"), "עברית", right_to_left=True),
    Language("hi", _("Hindi"), "हिन्दी"),
    Language("hmn", _("Hmong"), "Hmoob"),
    Language("hu", _("Hungarian"), "magyar"),
    Language("ig", _("Igbo"), "Igbo"),
    Language("ilo", _("Iloko"), "Ilokano"),
    Language("id", _("Indonesian"), "Indonesia"),
    Language("it", _("Italian"), "italiano"),
    Language("ja", _("Japanese"), "日本語"),
    Language("ksw", _("Karen (S’gaw)"), "ကညီကျိာ်"),
    Language("kk", _("Kazakh"), "қазақ тілі"),
    Language("km", _("Khmer"), "ខ្មែរ"),
    Language("rw", _("Kinyarwanda"), "Ikinyarwanda"),
    Language("ko", _("Korean"), "한국어"),
    Language("ku", _("Kurdish (Kurmanji)"), "Kurdî"),
    Language("ckb", _("Kurdish (Sorani)"), "کوردیی ناوەندی", right_to_left=True),
    Language("kut", _("Kutenai"), "Ktunaxa"),
    Language("ky", _("Kyrgyz"), "кыргызча"),
    Language("lkt", _("Lakota"), "Lakȟól\u02bciyapi"),
    Language("lo", _("Lao"), "ລາວ"),
    Language("la", _("Latin"), "Latina"),
    Language("ln", _("Lingala"), "lingála"),
    Language("ms", _("Malay"), "Melayu"),
    Language("ml", _("Malayalam"), "മലയാളം"),
    Language("mr", _("Marathi"), "मराठी"),
    Language("mh", _("Marshallese"), "Kajin M̧ajeļ"),
    Language("mn", _("Mongolian"), "монгол"),
    Language("nv", _("Navajo"), "Diné bizaad"),
    Language("ne", _("Nepali"), "नेपाली"),
    Language("nb", _("Norwegian"), "norsk bokmål"),
    Language("om", _("Oromo"), "Oromoo"),
    Language("ps", _("Pashto"), "پښتو", right_to_left=True),
    Language("fa", _("Persian (Farsi)"), "فارسی", right_to_left=True),
    Language("pl", _("Polish"), "polski"),
    Language("pt", _("Portuguese"), "português"),
    Language("pa", _("Punjabi"), "ਪੰਜਾਬੀ"),
    Language("ro", _("Romanian"), "română"),
    Language("ru", _("Russian"), "русский"),
    Language("fla", _("Salish"), "Séliš"),
    Language("sm", _("Samoan"), "Gagana fa\u02bba Sāmoa"),
    Language("sr", _("Serbian"), "српски"),
    Language("sk", _("Slovak"), "slovenčina"),
    Language("so", _("Somali"), "Soomaali"),
    Language("es", _("Spanish"), "español"),
    Language("sw", _("Swahili"), "Kiswahili"),
    Language("sv", _("Swedish"), "svenska"),
    Language("tl", _("Tagalog"), "Tagalog"),
    Language("tg", _("Tajik"), "тоҷикӣ"),
    Language("ta", _("Tamil"), "தமிழ்"),
    Language("te", _("Telugu"), "తెలుగు"),
    Language("th", _("Thai"), "ไทย"),
    Language("ti", _("Tigrinya"), "ትግርኛ"),
    Language("to", _("Tongan"), "lea fakatonga"),
    Language("tr", _("Turkish"), "Türkçe"),
    Language("uk", _("Ukrainian"), "українська"),
    Language("ur", _("Urdu"), "اردو", right_to_left=True),
    Language("ug", _("Uyghur"), "ئۇيغۇرچە", right_to_left=True),
    Language("uz", _("Uzbek"), "o\u2018zbek"),
    Language("vi", _("Vietnamese"), "Tiếng Việt"),
    Language("yi", _("Yiddish"), "ייִדיש", right_to_left=True),
    Language("yo", _("Yoruba"), "Èdè Yorùbá"),
    Language("zu", _("Zulu"), "isiZulu"),
)
CATALOG: Final[Mapping[str, Language]] = MappingProxyType({each.tag: each for each in _ALL})
"""Every language that the controls offer, by its tag."""

# Shorter and older tags, as documents and detectors use them.
_ALSO: Final = {
    "zh": "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-TW": "zh-Hant",
    "zh-HK": "zh-Hant",
    "fil": "tl",
    "iw": "he",
    "no": "nb",
    "ji": "yi",
    "in": "id",
    "mww": "hmn",
}
_SCRIPTS_RIGHT_TO_LEFT: Final = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Adlm", "Nkoo"})
# A language with a two-letter code has no three-letter one: Spanish is "es", and "spa" is wrong.
_TOO_LONG: Final = {
    long
    for table in (LANGUAGE_ALPHA3, LANGUAGE_ALPHA3_BIBLIOGRAPHIC)
    for code, long in table.items()
    if len(code) == 2
}


def language(tag: str) -> Language | None:
    """Return the language of a tag, whatever its region: "es-MX" is Spanish. None if it is not in
    the catalog."""
    parts = tag.split("-")
    for end in range(len(parts), 0, -1):
        shorter = "-".join(parts[:end])
        if entry := CATALOG.get(shorter) or CATALOG.get(_ALSO.get(shorter, "")):
            return entry
    return None


def language_name(tag: str) -> str:
    """Return the translated name of a language, or the tag itself if it is not in the catalog."""
    entry = language(tag)
    if entry is None:
        return tag
    # Name the script of Chinese only if the tag does.
    return translated(_("Chinese")) if tag == "zh" else translated(entry.name)


def is_right_to_left(tag: str) -> bool:
    """True if the language is written from right to left: Arabic, Dari, and "pa-Arab" as well."""
    script = next((part.title() for part in tag.split("-")[1:] if len(part) == 4), "")
    if script:
        return script in _SCRIPTS_RIGHT_TO_LEFT
    entry = language(tag)
    return entry is not None and entry.right_to_left


# The form of a BCP 47 tag. A tag that is registered only as a whole ("i-lux") names no language.
_TAG: Final = re.compile(r"([a-z]{2,3})(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
# Registered after langcodes copied the registry: Interslavic.
_REGISTERED_SINCE: Final = frozenset({"isv"})


@lru_cache(maxsize=512)
def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag in lower case: "es" for "es-MX", "" if there is none.

    Browsers ignore a region that they do not know, so the parts after the language are not checked.
    """
    match = _TAG.fullmatch(tag)
    primary = match[1].lower() if match else ""
    if primary in _REGISTERED_SINCE:
        return primary
    return primary if primary not in _TOO_LONG and tag_is_valid(primary or "-") else ""
