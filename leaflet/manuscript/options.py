"""Options of a part: looked up, and told where they do not work."""

from leaflet.manuscript.address import split_address
from leaflet.manuscript.fences import Fence
from leaflet.manuscript.parts import KINDS, Option, PartKind
from leaflet.manuscript.reading import Reading
from leaflet.manuscript.tokens import Tokens
from leaflet.manuscript.yaml_strings import Tree
from leaflet.model import Contact
from leaflet.problems import Severity, did_you_mean


def read_options(
    fence: Fence, tokens: Tokens, reading: Reading, *, has_body: bool
) -> tuple[str, dict[str, object]]:
    """Return a part's title and its options, every option present.

    What was not written, or does not work, is empty: an empty string, no picture, no
    contacts.
    """
    kind = KINDS[fence.name]
    _judge_title(fence, kind, reading)
    _judge_body(fence, kind, reading, has_body=has_body)
    written = fence.options.tree
    for name in written:
        if name not in {option.name for option in kind.options}:
            reading.tell(
                "block-option",
                Severity.ERROR,
                f'"{name}" is not an option of "{fence.name}".',
                did_you_mean(name, [option.name for option in kind.options]),
                fence.options.place((name,)).line or fence.line,
            )
    values = {
        option.name: _value(option, written.get(option.name), fence, tokens, reading)
        for option in kind.options
    }
    if fence.name == "qr":
        _judge_qr(fence, values, reading)
    if fence.name == "map" and not written.get("picture"):
        reading.tell(
            "picture-missing",
            Severity.ERROR if reading.final else Severity.WARNING,
            "There is no map yet, so the page shows a gap.",
            "Draw one that you may print, and add `picture:` and `alt:` below /// map.",
            fence.line,
        )
    return tokens.words(fence.title), values


def _judge_title(fence: Fence, kind: PartKind, reading: Reading) -> None:
    if fence.title and kind.titles is not None and fence.title not in kind.titles:
        reading.tell(
            "block-option",
            Severity.ERROR,
            f'"{fence.title}" cannot stand behind "{fence.name} |".',
            f"Write one of: {', '.join(kind.titles)}." if kind.titles else "Delete it.",
            fence.line,
        )


def _judge_body(fence: Fence, kind: PartKind, reading: Reading, *, has_body: bool) -> None:
    if kind.body == "none" and has_body:
        reading.tell(
            "block-option",
            Severity.ERROR,
            f'No text can stand inside "{fence.name}"; it is left out.',
            "Close it with /// in the next line and write the text below that.",
            fence.line,
        )
    if kind.body == "required" and not has_body:
        reading.tell(
            "block-option",
            Severity.ERROR,
            f'"{fence.name}" has no text inside.',
            "Write its text between this line and its ///.",
            fence.line,
        )


def _value(
    option: Option, written: Tree | None, fence: Fence, tokens: Tokens, reading: Reading
) -> object:
    line = fence.options.place((option.name,)).line or fence.line
    if not written:
        if option.required:
            reading.tell(
                "block-option",
                Severity.ERROR,
                f'"{fence.name}" needs the option "{option.name}": {option.says}.',
                f"Add an indented line `{option.name}: …` below /// {fence.name}.",
                fence.line,
            )
        return {"picture": None, "contacts": (), "number": option.usual}.get(option.kind, "")
    if option.kind == "contacts":
        names = written if isinstance(written, list) else [written]
        return tuple(
            contact
            for name in names
            if (contact := _contact(tokens.words(str(name)), line, fence.name, reading)) is not None
        )
    if not isinstance(written, str):
        reading.tell(
            "block-option",
            Severity.ERROR,
            f'The option "{option.name}" is a single value, not a list or a group.',
            f"Write it on one line: `{option.name}: …`.",
            line,
        )
        return None if option.kind == "picture" else ""
    words = tokens.words(written)
    if option.kind == "picture":
        return reading.picture(words, line)
    if option.kind == "number":
        return _number(option, words, line, reading)
    return words


def _number(option: Option, words: str, line: int, reading: Reading) -> int:
    """Return a whole number between its limits; the usual one for anything else."""
    if words.isascii() and words.isdecimal() and option.least <= int(words) <= option.most:
        return int(words)
    reading.tell(
        "block-option",
        Severity.ERROR,
        f'"{option.name}" does not work with the value "{words}".',
        f"Write a number from {option.least} to {option.most}.",
        line,
    )
    return option.usual


SHOWN = {
    "contacts": None,
    "partners": ("phone", "web"),
    "qr": ("phone", "web"),
    "tear-off": ("phone", "web"),
    "map": ("address",),
}
"""Which ways of a contact a part shows; all of them where nothing is said."""


def _contact(name: str, line: int, part: str, reading: Reading) -> Contact | None:
    contact = reading.facts.contact(name)
    if contact is None:
        reading.tell(
            "fact-unknown",
            Severity.ERROR,
            f'There is no contact or partner "{name}" in {reading.facts.settings.file}.',
            did_you_mean(name, reading.facts.contacts()),
            line,
        )
        return None
    shown = SHOWN[part]
    for way, value in contact.ways:
        if not value and (shown is None or way in shown):
            reading.open_fact(f"{name}.{way}", line)
    return contact


def _judge_qr(fence: Fence, values: dict[str, object], reading: Reading) -> None:
    """Reduce the options of a QR code to its one address."""
    contacts = values["of"]
    address = values["address"]
    if isinstance(contacts, tuple) and contacts and isinstance(contacts[0], Contact):
        values["address"] = address = contacts[0].web
    elif not address:
        reading.tell(
            "block-option",
            Severity.ERROR,
            "The QR code has no address to lead to.",
            "Add `of: contacts.NAME`, a contact with a web address, or `address: https://…`.",
            fence.line,
        )
    if address and split_address(str(address)).scheme not in ("http", "https"):
        reading.tell(
            "link-broken",
            Severity.ERROR,
            f'The QR code\'s address "{address}" does not begin with https://.',
            "Write the whole address, such as https://example.org/help.",
            fence.line,
        )
        values["address"] = ""
