"""Headers and footers of a Word file, with their pictures, cleaned of what must not go to another document.

What stays is what a reader sees: text, tables, pictures, shapes, and fields that any document can work out. Records of
changes, comments, bookmarks, bound data, embedded objects and whatever leads out of the file are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from plangen.wordbase.names import built_in, plain_name
from plangen.wordbase.package import MOST_PICTURE, OFFICE, Package, Relation
from plangen.wordbase.styletable import StyleTable, W, clean_properties, local, value, w

PLACE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
VML = "{urn:schemas-microsoft-com:vml}"
SHAPES = "{urn:schemas-microsoft-com:office:office}"
WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DRAWN_2010 = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"
CORE = "core-properties"

_REMOVED = frozenset(
    (
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "bookmarkStart", "bookmarkEnd"),
        *("proofErr", "permStart", "permEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart"),
        *("moveToRangeEnd", "del", "moveFrom", "delText", "delInstrText", "cellIns", "cellDel", "cellMerge"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
        *("customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart"),
        *("customXmlMoveToRangeEnd", "footnoteReference", "endnoteReference", "lastRenderedPageBreak", "numPr"),
        *("smartTagPr", "customXmlPr", "sectPr", "contentPart", "movie"),
    )
)
_UNWRAPPED = frozenset(("ins", "moveTo", "smartTag", "customXml"))
_OBJECTS = frozenset(("object", "control", "altChunk", "subDoc"))
# Fields that every document can work out, and those whose value is the plan's own.
PLAIN_FIELDS = frozenset(
    (
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "DATE", "TIME", "CREATEDATE", "SAVEDATE"),
        *("PRINTDATE", "IF", "=", "QUOTE", "SYMBOL", "SEQ"),
    )
)
SHOWN_ALL_THE_SAME = frozenset(("HYPERLINK", "MACROBUTTON", "GOTOBUTTON"))  # their text was typed
OWN_FIELDS = {
    "TITLE": "title",
    "SUBJECT": "subject",
    "AUTHOR": "author",
    "LASTSAVEDBY": "author",
    "KEYWORDS": "keywords",
    "FILENAME": "title",
}
PROPERTIES = {"TITLE": "title", "SUBJECT": "subject", "AUTHOR": "author", "COMPANY": "company", "KEYWORDS": "keywords"}
BOUND = {"title": "TITLE", "subject": "SUBJECT", "creator": "AUTHOR", "keywords": "KEYWORDS"}
FIELD_STEPS = ("begin", "separate", "end")
REPEATED_HEADINGS = tuple(f"heading {level}" for level in range(1, 5))
_STYLEREF = re.compile(r'\s*STYLEREF\s+(?:"([^"]*)"|([^"\\]*?))((?:\s+\\.*)?\s*)', re.IGNORECASE | re.DOTALL)
SAFE_LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Media:
    """A picture: its content type, the ending of its name, and its bytes."""

    content_type: str
    suffix: str
    content: bytes


@dataclass(slots=True)
class Story:
    """One header or footer. ``media`` and ``links`` are what it leads to by relationship id.

    ``placeholder`` is the text of a control that nobody filled.
    """

    part: str
    root: etree._Element
    media: dict[str, Media] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    placeholder: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether nothing of it would be seen."""
        shown = (w("drawing"), w("pict"), w("fldChar"), w("fldSimple"), w("sym"), w("pBdr"), w("tbl"))
        return not self.texts() and next(self.root.iter(*shown), None) is None

    def texts(self) -> list[str]:
        """Return the text of each paragraph that has one, and of drawn letters."""
        lines = ["".join(text.text or "" for text in line.iter(w("t"))) for line in self.root.iter(w("p"))]
        drawn = [path.get("string", "") for path in self.root.iter(f"{VML}textpath")]
        return [line for line in (*lines, *drawn) if line.strip()]


Left = tuple[str, dict[str, object]]  # what was left out: a template and its values


def left_out(message: str, **values: object) -> Left:
    """Say what is left out of a file, as a template with its values."""
    return message, values


def read_story(package: Package, part: str, styles: StyleTable) -> tuple[Story, list[Left]]:
    """Return a header or footer as it can stand in another document, and what had to be left out of it."""
    story = Story(part, package.xml(part))
    relations = package.relations(part)
    left: list[Left] = []
    _remove(story.root, left, part)
    _unwrap_controls(story)
    _keep_links(story, relations)
    _keep_fields(story.root, styles, left, part)
    _keep_pictures(story, relations, package, left)
    for element in story.root.iter():
        for attribute in list(element.attrib):
            if str(attribute).startswith((WORD_2010, DRAWN_2010)) or str(attribute).startswith(f"{{{W}}}rsid"):
                del element.attrib[attribute]
        if local(element) in ("pPr", "rPr"):
            clean_properties(element)
    if story.root.find(f".//{w('p')}") is None:
        etree.SubElement(story.root, w("p"))
    return story, left


def _remove(root: etree._Element, left: list[Left], part: str) -> None:
    for element in list(root.iter()):
        name = local(element)
        if name in _OBJECTS:
            left.append(left_out("an embedded object in {part}", part=part))
        if name in _REMOVED or name in _OBJECTS or name.endswith("Change"):
            drop(element)
        elif name in _UNWRAPPED:
            # within properties these are marks of a change; elsewhere they hold text
            if (parent := element.getparent()) is not None and local(parent) in ("rPr", "trPr", "pPr"):
                drop(element)
            else:
                unwrap(element)


def drop(element: etree._Element) -> None:
    """Take an element away with all in it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = list(element)


# --- controls and links --------------------------------------------------------------------------------------------


def _unwrap_controls(story: Story) -> None:
    """Put the content of each control in its place; one that is bound to the file's title becomes a field for it."""
    for control in list(story.root.iter(w("sdt"))):
        properties, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
        if content is None:
            drop(control)
            continue
        binding = properties.find(w("dataBinding")) if properties is not None else None
        path = value(binding, attribute="xpath")
        bound = BOUND.get(path.rpartition(":")[2].partition("[")[0], "") if CORE in _bound_to(binding) else ""
        text = "".join(one.text or "" for one in content.iter(w("t"))).strip()
        if bound:
            _as_field(content, bound)
        elif properties is not None and properties.find(w("showingPlcHdr")) is not None and text:
            story.placeholder = story.placeholder or text
        parent = control.getparent()
        if parent is not None:
            at = parent.index(control)
            parent[at : at + 1] = list(content)


def _bound_to(binding: etree._Element | None) -> str:
    return value(binding, attribute="prefixMappings") + value(binding, attribute="xpath")


def _as_field(content: etree._Element, name: str) -> None:
    """Make the runs of a control the result of a simple field."""
    line = content.find(w("p"))
    holder = content if line is None else line
    runs = holder.findall(w("r"))
    if not runs:
        return
    simple = etree.Element(w("fldSimple"))
    simple.set(w("instr"), f" {name} ")
    holder.insert(holder.index(runs[0]), simple)
    simple.extend(runs)


def _keep_links(story: Story, relations: dict[str, Relation]) -> None:
    """Keep links to the web and to mailboxes; of others the text stays."""
    for link in list(story.root.iter(w("hyperlink"))):
        own = link.get(f"{{{OFFICE}}}id", "")
        target = relations.get(own)
        if target and target.external and target.target.lower().startswith(SAFE_LINKS):
            story.links[own] = target.target
            for attribute in list(link.attrib):
                if attribute not in (f"{{{OFFICE}}}id", w("history")):
                    del link.attrib[attribute]
        else:
            unwrap(link)


# --- fields --------------------------------------------------------------------------------------------------------


def field_name(instruction: str) -> str:
    """Return what a field works out, in capitals; for a property of the file, which one."""
    words = instruction.split()
    if not words:
        return ""
    name = words[0].upper()
    if name.startswith("="):
        return "="
    return f"DOCPROPERTY {words[1].strip(chr(34)).upper()}" if name == "DOCPROPERTY" and len(words) > 1 else name


def own_field(name: str) -> str:
    """Return which property of the plan a field shows, or nothing."""
    return OWN_FIELDS.get(name) or PROPERTIES.get(name.removeprefix("DOCPROPERTY "), "")


@dataclass(slots=True)
class Field:
    """A field made of runs: the elements that open, part and close it, its instruction and its result."""

    marks: list[etree._Element] = field(default_factory=list)
    instructions: list[etree._Element] = field(default_factory=list)
    results: list[etree._Element] = field(default_factory=list)
    parted: bool = False

    @property
    def instruction(self) -> str:
        return "".join(element.text or "" for element in self.instructions)


def fields_of(root: etree._Element) -> list[Field] | None:
    """Return the fields of a story that are made of runs, inner ones first, or None where one is not closed."""
    done: list[Field] = []
    open_ones: list[Field] = []
    for element in root.iter(w("fldChar"), w("instrText"), w("t")):
        name, kind = local(element), element.get(w("fldCharType"), "")
        if name == "fldChar":
            if kind == "begin":
                open_ones.append(Field())
            if not open_ones or (kind == "separate" and open_ones[-1].parted) or kind not in FIELD_STEPS:
                return None
            open_ones[-1].marks.append(element)
            open_ones[-1].parted |= kind == "separate"
            if kind == "end":
                done.append(open_ones.pop())
        elif name == "instrText" and open_ones:
            open_ones[-1].instructions.append(element)
        elif name == "t":
            for one in open_ones:
                if one.parted:
                    one.results.append(element)
    return None if open_ones else done


def _keep_fields(root: etree._Element, styles: StyleTable, left: list[Left], part: str) -> None:
    """Take away fields that would fail elsewhere, and blank those that show the file's own data."""
    for simple in list(root.iter(w("fldSimple"))):
        wanted = _instruction(simple.get(w("instr"), ""), styles, left, part)
        texts = list(simple.iter(w("t")))
        if wanted is None and field_name(simple.get(w("instr"), "")) in SHOWN_ALL_THE_SAME:
            unwrap(simple)
        elif wanted is None:
            drop(simple)
        else:
            simple.set(w("instr"), wanted)
            simple.attrib.pop(w("dirty"), "")
            _blank(wanted, texts)
    found = fields_of(root)
    if found is None:
        for element in list(root.iter(w("fldChar"), w("instrText"))):
            drop(element)
        return
    for one in found:
        wanted = _instruction(one.instruction, styles, left, part)
        if wanted is None:
            kept = field_name(one.instruction) in SHOWN_ALL_THE_SAME
            for element in (*one.marks, *one.instructions, *([] if kept else one.results)):
                drop(element)
            continue
        if wanted != one.instruction:
            one.instructions[0].text = wanted
            for element in one.instructions[1:]:
                drop(element)
        for mark in one.marks:
            mark.attrib.pop(w("dirty"), "")
        _blank(wanted, one.results)


def _blank(instruction: str, results: list[etree._Element]) -> None:
    name = field_name(instruction)
    if name == "STYLEREF" or own_field(name):
        for text in results:
            text.text = ""


def _instruction(written: str, styles: StyleTable, left: list[Left], part: str) -> str | None:
    """Return a field's instruction as the plan's document can work it out, or None where it cannot.

    A style is called by the name that it will have: headings by their level, which every language understands.
    """
    name = field_name(written)
    if name != "STYLEREF":
        if name in PLAIN_FIELDS or own_field(name):
            return written
        if name not in SHOWN_ALL_THE_SAME:
            message = "a field in {part} that shows something of the file itself: {name}"
            left.append(left_out(message, part=part, name=name))
        return None
    found = _STYLEREF.fullmatch(written)
    called = (found[1] or found[2]).strip() if found else ""
    meaning = f"heading {called}" if called.isdigit() else _meaning(called, styles)
    rest = found[3] if found else ""
    if meaning in REPEATED_HEADINGS:
        return f" STYLEREF {meaning[-1]}{rest}"
    if meaning in ("title", "subtitle"):
        return f' STYLEREF "{meaning.title()}"{rest}'
    left.append(left_out("a field in {part} that repeats text of the style {style}", part=part, style=called))
    return None


def _meaning(called: str, styles: StyleTable) -> str:
    for style in styles.styles.values():
        if plain_name(called) in (plain_name(style.name), *(plain_name(alias) for alias in style.aliases)):
            return style.meaning
    return built_in(called)


# --- pictures ------------------------------------------------------------------------------------------------------


def _keep_pictures(story: Story, relations: dict[str, Relation], package: Package, left: list[Left]) -> None:
    """Keep pictures that are in the file, and take away drawings of anything else and what leads out of it."""
    for element in list(story.root.iter()):
        if etree.QName(element).localname in ("hlinkClick", "hlinkHover"):
            drop(element)
            continue
        for attribute in (f"{SHAPES}href", "href", f"{SHAPES}title"):
            if str(element.tag).startswith(VML):
                element.attrib.pop(attribute, "")
        if element.tag == w("hyperlink"):
            continue
        for attribute in [str(one) for one in element.attrib if str(one).startswith(f"{{{OFFICE}}}")]:
            own = element.get(attribute, "")
            if own in story.media:
                continue
            picture = _picture(relations.get(own), package, story.part)
            if isinstance(picture, Media):
                story.media[own] = picture
                continue
            holder = next((one for one in element.iterancestors() if local(one) in ("drawing", "pict")), None)
            left.append(picture)
            drop(element if holder is None else _whole(holder))
            break


def _whole(drawing: etree._Element) -> etree._Element:
    """Return what stands for a drawing in its run: with the one for older programs, where there are both."""
    for element in drawing.iterancestors():
        if etree.QName(element).localname == "AlternateContent":
            return element
        if local(element) == "r":
            break
    return drawing


def _picture(relation: Relation | None, package: Package, part: str) -> Media | Left:
    """Return a picture, or why there is none."""
    if relation is None:
        return left_out("a picture in {part} that is not in the file", part=part)
    if relation.external:
        message = "a picture in {part} that is linked, not in the file: {target}"
        return left_out(message, part=part, target=relation.target)
    if not relation.kind.endswith("/image") or not package.has(relation.target):
        return left_out("a drawing in {part} that is no picture: {target}", part=part, target=relation.target)
    kind = package.content_type(relation.target)
    if not kind.startswith("image/"):
        return left_out("a drawing in {part} that is no picture: {target}", part=part, target=relation.target)
    suffix = relation.target.rpartition(".")[2].lower()
    suffix = suffix if suffix.isascii() and suffix.isalnum() and len(suffix) < 6 else kind.rpartition("/")[2][:4]
    return Media(kind, suffix, package.read(relation.target, MOST_PICTURE))


def drawings(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the properties of every drawing, which hold its id and its words."""
    yield from root.iter(f"{PLACE}docPr")
