"""Facts: what is true of the charity and its partners, written once.

A text looks a fact up by its dotted name. Dotted names are all there is; nothing is executed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from leaflet.manuscript.schema import Schema, check_settings
from leaflet.manuscript.settings import Words
from leaflet.manuscript.yaml_strings import Path, Settings, Tree, read_settings
from leaflet.model import Contact, Spot
from leaflet.problems import Place, Problem, Severity, did_you_mean

WAYS = ("phone", "hours", "email", "web", "address")
"""The ways to reach somebody that a contact may hold."""

TOKEN = re.compile(r"[a-z][a-z0-9-]*")
FAMILY = re.compile(r"[\w .&+-]+")
HEX = re.compile(r"#[0-9a-fA-F]{6}")
INKS = re.compile(r"\d{1,3}( \d{1,3}){3}")


def _colour(value: str) -> str:
    if not HEX.fullmatch(value):
        msg = 'Write a colour as "#" and six digits, in quotes, such as "#671532".'
        raise ValueError(msg)
    return value.lower()


def _inks(value: str) -> str:
    if not INKS.fullmatch(value) or any(int(one) > 100 for one in value.split()):  # noqa: PLR2004 - per cent
        msg = "Write four numbers from 0 to 100: cyan, magenta, yellow, black."
        raise ValueError(msg)
    return value


def _per_cent(value: object) -> object:
    if not isinstance(value, str) or not value.isdecimal() or int(value) > 100:  # noqa: PLR2004 - per cent
        msg = "Write a number from 0 to 100."
        raise ValueError(msg)
    return int(value)


def _token(name: str) -> str:
    if not TOKEN.fullmatch(name):
        msg = "Name colours as styles/tokens.css does, with small letters, digits and hyphens."
        raise ValueError(msg)
    return name


def _family(name: str) -> str:
    if not FAMILY.fullmatch(name):
        msg = "Write a font's name as its maker does, with letters, digits and spaces."
        raise ValueError(msg)
    return name


Family = Annotated[str, AfterValidator(_family)]
Token = Annotated[str, AfterValidator(_token)]


class Organisation(Schema):
    """The charity itself."""

    name: str
    """Its name."""
    legal_form: Literal["registered", "cio", "company", "unregistered"] | None = None
    """Its legal form."""
    numbers: dict[str, str] | None = None
    """Its numbers by register, such as `england-and-wales`."""
    address: str | None = None
    """Its registered address."""
    jurisdiction: Words | None = None
    """Where it is registered or works."""
    supports: Words | None = None
    """Other charities that it supports, by name."""
    accredited: Words | None = None
    """Seals that it may show: `fundraising-regulator`, `pif-tick`."""


class ContactFacts(Schema):
    """A way to reach somebody."""

    name: str | None = None
    """Who answers."""
    phone: str | None = None
    """Phone number, spaced as it shall be printed."""
    hours: str | None = None
    """When somebody answers."""
    email: str | None = None
    """E-mail address."""
    web: str | None = None
    """Web address."""
    address: str | None = None
    """Postal address."""
    source: str | None = None
    """The public document that shows these facts."""
    checked: date | None = None
    """The day on which somebody compared them with it."""


class Partner(ContactFacts):
    """Another organisation that leaflets name."""

    name: str
    """Its present name."""
    formerly: Words | None = None
    """Names that it had before."""
    number: str | None = None
    """Its charity number."""


class Colour(Schema):
    """A colour of the brand, for screen and as inks."""

    screen: Annotated[str, AfterValidator(_colour)]
    """As on screen, such as "#671532"."""
    inks: Annotated[str, AfterValidator(_inks)] | None = None
    """Cyan, magenta, yellow and black in per cent."""
    black: Annotated[int, BeforeValidator(_per_cent)] | None = None
    """Per cent of black in its place where a leaflet is printed in black alone."""
    spot: str | None = None
    """Name of the spot ink that is this colour, such as PANTONE 213 C; needs `inks`, its look."""


class Fonts(Schema):
    """Fonts of the brand, by family."""

    text: Family | None = None
    """Family for text."""
    display: Family | None = None
    """Family for headings."""


class Brand(Schema):
    """How the charity looks."""

    colours: dict[Token, Colour] | None = None
    """Colours by token."""
    fonts: Fonts | None = None
    """Its fonts."""
    logo: str | None = None
    """Its logo, a picture beside the facts file."""


class FactsFile(Schema):
    """Everything that `facts.yaml` may hold."""

    organisation: Organisation | None = None
    """The charity."""
    contacts: dict[str, ContactFacts] | None = None
    """Ways to reach it and others, each under a name of your own."""
    partners: dict[str, Partner] | None = None
    """Other organisations, each under a name of your own."""
    brand: Brand | None = None
    """How the charity looks."""
    sign_off: Words | None = None
    """Roles in which somebody must have signed a leaflet before `leaflet package` packs it."""


GAPS = {
    "phone": "phone number",
    "email": "e-mail address",
    "web": "web address",
    "supports": "names",
}
"""What a gap says is missing, where the fact's own name says too little."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a dotted name stands for."""

    name: str
    value: str
    """The value; empty where it is not known yet or where there is no such fact."""

    known: bool = True
    """Whether the facts file names it at all."""

    @property
    def is_gap(self) -> bool:
        """Whether it shows on the page as a gap."""
        return not self.value

    @property
    def gap(self) -> str:
        """Return what the gap says on the page."""
        last = self.name.rpartition(".")[2]
        wanted = GAPS.get(last, last.replace("-", " "))
        return f"{wanted} to come" if self.known else f"no such fact: {self.name}"


ANYWHERE = "*."
"""Begins a name that stands for all facts that are called so, whosever they are."""

EVERY = ""
"""Stands for all names among those that were asked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one project."""

    file: FactsFile
    settings: Settings
    asked: set[str] = field(default_factory=set, compare=False)
    """Dotted names that were asked for, or `EVERY` where the list of names was."""

    def for_one_leaflet(self) -> "Facts":
        """Return the same facts, which nobody has asked for anything yet."""
        return replace(self, asked=set())

    def digest(self, asked: Iterable[str], problems: Iterable[Problem]) -> str:
        """Return a digest of all that a leaflet shows or tells of the facts.

        Args:
            asked: The names that it asked for. Brand and organisation count for every leaflet.
            problems: What is wrong with the facts.
        """
        names = ["brand", "organisation", *sorted(asked)]
        known = [self._told(name) for name in names]
        return sha256(repr([names, known, list(problems)]).encode()).hexdigest()

    def digests(self, asked: Iterable[str]) -> dict[str, str]:
        """Return a digest of each fact that a leaflet asked for, and of the charity's own, by name.

        Args:
            asked: The names that it asked for.
        """
        names = ["brand", "organisation", *sorted(asked)]
        known = {name: self._told(name) for name in names}
        return {
            name: sha256(repr(value[0] if isinstance(value, tuple) else value).encode()).hexdigest()
            for name, value in known.items()
        }

    def _told(self, name: str) -> object:
        """Return the values under a name; for those not known yet also where they stand."""
        if name.startswith(ANYWHERE):  # the same of every contact and partner
            last = name.removeprefix(ANYWHERE)
            return sorted(
                (one, self._value(tuple(one.split("."))))
                for one in _names(self.settings.tree, ())
                if last in one.split(".")
            )
        path = tuple(name.split(".")) if name else ()
        here = self._value(path)
        gaps = [] if here is None else list(_names(here, path))
        return here, [self.place(one) for one in gaps if not self._value(tuple(one.split(".")))]

    def _value(self, path: Path) -> Tree | None:
        here: Tree = self.settings.tree
        for step in path:
            if not isinstance(here, dict) or step not in here:
                return None
            here = here[step]
        return here

    def names(self) -> list[str]:
        """Return the dotted name of every single fact."""
        self.asked.add(EVERY)
        return sorted(_names(self.settings.tree, ()))

    def look_up(self, name: str) -> Fact:
        """Return the fact of that dotted name; one that is not there says so."""
        self.asked.add(name)
        here = self._value(tuple(name.split(".")))
        if here is None or isinstance(here, dict):
            return Fact(name, "", known=False)
        return Fact(name, ", ".join(map(str, here)) if isinstance(here, list) else here)

    def contact(self, name: str) -> Contact | None:
        """Return the contact or partner of that dotted name, or nothing."""
        self.asked.add(name)
        group, _, key = name.partition(".")
        groups = {"contacts": self.file.contacts, "partners": self.file.partners}
        entry = (groups.get(group) or {}).get(key)
        if entry is None:
            return None
        written = self.settings.tree[group]
        ways = written[key] if isinstance(written, dict) else {}
        if not isinstance(ways, dict):
            return None
        return Contact(
            key=name,
            name=entry.name or "",
            ways=tuple((way, str(ways[way])) for way in WAYS if way in ways),
        )

    def contacts(self) -> list[str]:
        """Return the dotted names of all contacts and partners."""
        self.asked.add(EVERY)
        return [f"contacts.{key}" for key in self.file.contacts or {}] + [
            f"partners.{key}" for key in self.file.partners or {}
        ]

    def place(self, name: str) -> Place:
        """Return where in the facts file that dotted name stands."""
        return self.settings.place(tuple(name.split(".")))


def _names(tree: Tree, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(tree, dict):
        for name, branch in tree.items():
            yield from _names(branch, (*path, name))
    else:
        yield ".".join(path)


def read_facts(text: str, *, file: str) -> tuple[Facts, list[Problem]]:
    """Read a facts file; what is wrong in it is told and left out.

    Facts that cannot be read at all are an empty file with a problem, so that each leaflet
    still shows its gaps.
    """
    settings, problems = read_settings(text, file=file)
    if settings is None:
        return Facts(FactsFile(), Settings({}, {}, file)), problems
    checked, wrong = check_settings(FactsFile, settings)
    return Facts(checked or FactsFile(), settings), [*problems, *wrong]


def spots_of(colours: Iterable[Colour]) -> dict[str, Spot]:
    """Return the spot inks that a brand knows, by their names in small letters."""
    return {
        one.spot.casefold(): Spot(" ".join(one.spot.split()), one.screen, one.inks)
        for one in colours
        if one.spot and one.inks
    }


def unknown_fact(name: str, facts: Facts, place: Place) -> Problem:
    """Return the problem of a fact that is not there."""
    deeper = [known for known in facts.names() if known.startswith(f"{name}.")]
    return Problem(
        code="fact-unknown",
        severity=Severity.ERROR,
        message=f'There is no fact "{name}" in {facts.settings.file}.',
        hint=f"It is a group; name one of its facts: {', '.join(deeper)}."
        if deeper
        else did_you_mean(name, facts.names()),
        place=place,
    )


def open_fact(name: str, facts: Facts, place: Place, *, final: bool) -> Problem:
    """Return the problem of a fact that is not known yet."""
    return Problem(
        code="fact-open",
        severity=Severity.ERROR if final else Severity.WARNING,
        message=f'The fact "{name}" is not known yet, so the page shows a gap.',
        hint=f"Write it into {facts.place(name)}.",
        place=place,
    )
