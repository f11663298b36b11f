"""The parts of a DOCX that are nearly the same in each: styles, lists, settings, properties, zip.

The order of elements is that of the standard (ECMA-376); Word refuses a file where it isn't.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

BULLETS, CHOICES, SECTIONS = 1, 2, 3
FIRST_CLAUSES: Final = 10
"""The numbers of lists: each list of clauses has one of its own, so that it begins with 1."""
FIRST: Final = (1980, 1, 1, 0, 0, 0)
LANGUAGES: Final = {
    "en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN",
    "zh-Hant": "zh-TW", "ar": "ar-SA", "pt": "pt-PT", "sw": "sw-KE",
}  # fmt: skip
"""Languages as Word knows them, for its spelling help."""
EMPHASIS: Final = {"zh": '<w:em w:val="dot"/>', "ar": '<w:u w:val="single"/>'}
"""What stands for slanted letters where there are none."""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_INK, _TEAL, _LINE = "1F2A2E", "0E5A5A", "9AA3A5"

SETTINGS: Final = (
    f"{_HEAD}<w:settings {_WORD}><w:removePersonalInformation/><w:removeDateAndTime/>"
    '<w:defaultTabStop w:val="567"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_CONTENT: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{part}" ContentType="{type}+xml"/>'
        for part, type in {
            "word/document.xml": f"{_TYPES}.wordprocessingml.document.main",
            "word/styles.xml": f"{_TYPES}.wordprocessingml.styles",
            "word/numbering.xml": f"{_TYPES}.wordprocessingml.numbering",
            "word/settings.xml": f"{_TYPES}.wordprocessingml.settings",
            "word/footer1.xml": f"{_TYPES}.wordprocessingml.footer",
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
            "docProps/custom.xml": f"{_TYPES}.custom-properties",
        }.items()
    )
    + "</Types>"
)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="r{at}" Type="{type}" Target="{target}"/>'
        for at, (type, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


_OUTER: Final = _relations([
    (f"{_LINKS}/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    (f"{_LINKS}/custom-properties", "docProps/custom.xml"),
])  # fmt: skip
_INNER: Final = _relations([
    (f"{_LINKS}/{one}", f"{one}{'1' if one == 'footer' else ''}.xml")
    for one in ("footer", "styles", "numbering", "settings")
])  # fmt: skip


def packed(parts: Mapping[str, str]) -> bytes:
    """The zip. Nothing in it tells when or on what it was packed."""
    around = {"[Content_Types].xml": _CONTENT, "_rels/.rels": _OUTER}
    inner = {"word/_rels/document.xml.rels": _INNER}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, said in (around | dict(parts) | inner).items():
            entry = zipfile.ZipInfo(name, FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else it is this system's number
            file.writestr(entry, said.encode(), compresslevel=9)
    return out.getvalue()


def document(body: str, *, rtl: bool) -> str:
    """The text, on A4."""
    way = "<w:bidi/>" if rtl else ""
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="r1"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
        f'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>{way}</w:sectPr>'
    )
    names = f'{_WORD} xmlns:r="{_LINKS}"'
    return f"{_HEAD}<w:document {names}><w:body>{body}{section}</w:body></w:document>"


def footer(inside: str) -> str:
    """What stands below each page."""
    return f"{_HEAD}<w:ftr {_WORD}>{inside}</w:ftr>"


def before(*, keep: bool = False, page: bool = False) -> str:
    """A paragraph that stays with the next, or begins a page."""
    return ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if page else "")


def listed(number: int) -> str:
    """A paragraph of this list; 0 takes it out of all."""
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'


def row(cells: Sequence[str], *, head: bool = False, high: bool = False) -> str:
    """A row; a `head` comes again on each page, a `high` one has room to write by hand."""
    height = '<w:trHeight w:val="567" w:hRule="atLeast"/>' if high else ""
    properties = f"<w:cantSplit/>{height}{'<w:tblHeader/>' if head else ''}"
    inside = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(widths: Sequence[int], rows: Sequence[str], *, rtl: bool) -> str:
    """A table, and the empty line that parts it from what follows."""
    way = "<w:bidiVisual/>" if rtl else ""
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    properties = f'<w:tblStyle w:val="Lines"/>{way}<w:tblW w:w="5000" w:type="pct"/>'
    gap = '<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>'
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>{gap}"
    )


def numbering(clauses: int) -> str:
    """Bullets, boxes to tick, numbers of sections, and so many lists of clauses."""
    kinds = {BULLETS: ("bullet", "•", ""), CHOICES: ("bullet", "☐", ""),
             SECTIONS: ("decimal", "%1", '<w:pStyle w:val="Heading1"/>'),
             FIRST_CLAUSES: ("decimal", "%1.", "")}  # fmt: skip
    shapes = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{style}'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>'
        for number, (format, sign, style) in kinds.items()
    )
    of = {number: number for number in (BULLETS, CHOICES, SECTIONS)}
    of |= {FIRST_CLAUSES + at: FIRST_CLAUSES for at in range(clauses)}
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
        f"{again if kind == FIRST_CLAUSES else ''}</w:num>"
        for number, kind in of.items()
    )
    return f"{_HEAD}<w:numbering {_WORD}>{shapes}{lists}</w:numbering>"


def styles(language: str, *, rtl: bool) -> str:
    """How everything looks; it can be changed in one place by whoever adapts the paper."""
    code = LANGUAGES.get(language) or LANGUAGES.get(language.partition("-")[0], language)
    han = code if code.startswith("zh") else "zh-CN"
    latin, right = ("en-GB" if rtl or code == han else code), (code if rtl else "ar-SA")
    fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Microsoft YaHei" w:cs="Arial"/>'
    normal = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{_INK}"/><w:sz w:val="21"/>'
        f'<w:szCs w:val="21"/><w:lang w:val="{latin}" w:eastAsia="{han}" w:bidi="{right}"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="271" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
    )
    edge = "right" if rtl else "left"
    line = f'<w:pBdr><w:{edge} w:val="single" w:sz="12" w:space="8" w:color="{_LINE}"/></w:pBdr>'
    ours = [
        _style("Title", "Title", space=(0, 60), size=40, bold=True, outline=None),
        _style("Subtitle", "Subtitle", space=(0, 200), size=23),
        _style("Heading1", "heading 1", f"<w:keepNext/>{listed(SECTIONS)}", (240, 80), 26,
               bold=True, colour=_TEAL, outline=0),
        _style("Heading2", "heading 2", "<w:keepNext/>", (200, 80), 22, bold=True, outline=1),
        _style("ListParagraph", "List Paragraph", space=(0, 60)),
        _style("Label", "Label", line, (120, 40), size=18),
        _style("Box", "Box", line, (0, 60), size=19),
        _style("Choice", "Choice", line, (0, 60)),
        _style("Cell", "Cell", space=(40, 40), size=19),
        _style("Small", "Small", space=(60, 60), size=18),
        _style("Footer", "footer", space=(0, 0), size=16),
    ]  # fmt: skip
    return f"{_HEAD}<w:styles {_WORD}>{normal}{''.join(ours)}{_BLANK}{_LINES}</w:styles>"


def _style(
    id: str,
    name: str,
    more: str = "",
    space: tuple[int, int] = (0, 100),
    size: int = 21,
    *,
    bold: bool = False,
    colour: str = "",
    outline: int | None = None,
) -> str:
    above, below = space
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    paragraph = f'{more}<w:spacing w:before="{above}" w:after="{below}"/>{level}'
    letters = "<w:b/><w:bCs/>" if bold else ""
    letters += f'<w:color w:val="{colour}"/>' if colour else ""
    letters += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{letters}</w:rPr></w:style>"
    )


_BLANK: Final = (
    '<w:style w:type="character" w:styleId="Blank"><w:name w:val="Blank"/><w:qFormat/><w:rPr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="FBEBC8"/></w:rPr></w:style>'
)
_LINES: Final = (
    '<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def core(title: str, summary: str, language: str, says: Mapping[str, str]) -> str:
    """The properties that every program shows. Who and when are left out, as the standard lets."""
    said = {
        "dc:title": title,
        "dc:subject": summary,
        "dc:description": says["Source"],
        "dc:language": language,
        "cp:version": says["Version"],
    }
    inside = "".join(f"<{name}>{escape(one)}</{name}>" for name, one in said.items())
    names = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"{_HEAD}<cp:coreProperties {names}>{inside}</cp:coreProperties>"


def custom(says: Mapping[str, str]) -> str:
    """Version, licence and lineage under their own names."""
    names = (
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
    )
    inside = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" name="{name}">'
        f"<vt:lpwstr>{escape(one)}</vt:lpwstr></property>"
        for at, (name, one) in enumerate(says.items(), 2)
    )
    return f"{_HEAD}<Properties {names}>{inside}</Properties>"
