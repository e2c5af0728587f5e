"""Whether settings agree with each other, and with the formats and printers that there are."""

from collections.abc import Iterator

from leaflet.manuscript.facts import Facts, spots_of
from leaflet.manuscript.find import Found
from leaflet.manuscript.settings import FrontMatter
from leaflet.manuscript.yaml_strings import Settings
from leaflet.problems import CODES, NEVER_WAIVED, Problem, Severity, did_you_mean
from leaflet.specs.conditions import CONDITIONS, find_condition
from leaflet.specs.formats import FORMATS, find_format
from leaflet.specs.printers import PRINTERS


def disagreements(
    front: FrontMatter, found: Found, formats: tuple[str, ...], settings: Settings, facts: Facts
) -> Iterator[Problem]:
    """Yield every setting that does not go with the others, or names what there is not.

    Args:
        front: The front matter.
        found: Where the leaflet stands, which may hold a printer's profile.
        formats: The names of its formats.
        settings: The same as it is written, with lines.
        facts: The facts, which name the spot inks.
    """
    yield from _press_problems(front, found, settings)
    yield from _format_problems(front, formats, settings)
    yield from _foot_problems(front, formats, settings)
    yield from _ink_problems(front, settings, facts)


def _ink_problems(front: FrontMatter, settings: Settings, facts: Facts) -> Iterator[Problem]:
    """Yield inks that no colour of the brand is."""
    brand = facts.file.brand
    known = spots_of((brand.colours or {}).values() if brand else ())
    for one in front.inks or ():
        if one not in ("cmyk", "black") and one.casefold() not in known:
            names = ", ".join(spot.name for spot in known.values()) or "none yet"
            yield Problem(
                code="setting-invalid",
                severity=Severity.ERROR,
                message=f'No colour of {facts.settings.file} is the ink "{one}".',
                hint=f"Give the colour under brand, which has `inks`, the line `spot: {one}`. "
                f"Known there: {names}.",
                place=settings.place(("inks",)),
            )


def _press_problems(front: FrontMatter, found: Found, settings: Settings) -> Iterator[Problem]:
    """Yield what is wrong with how a leaflet shall be printed."""
    if front.condition and find_condition(front.condition, found.folder) is None:
        yield Problem(
            code="setting-invalid",
            severity=Severity.ERROR,
            message=f'"{front.condition}" is not a printing condition.',
            hint=f"{did_you_mean(front.condition, CONDITIONS)} Or name a printer's own profile, a "
            "file ending in .icc beside the leaflet.",
            place=settings.place(("condition",)),
        )
    for code in front.waivers or {}:
        if code not in CODES or code in NEVER_WAIVED:
            yield Problem(
                code="setting-invalid",
                severity=Severity.ERROR,
                message=f'"{code}" is no check that can be set aside.',
                hint=did_you_mean(code, set(CODES) - NEVER_WAIVED),
                place=settings.place(("waivers", code)),
            )
    if front.printer and front.printer not in PRINTERS:
        yield Problem(
            code="setting-invalid",
            severity=Severity.ERROR,
            message=f'"{front.printer}" is not in the list of printers.',
            hint=did_you_mean(front.printer, PRINTERS),
            place=settings.place(("printer",)),
        )


def _format_problems(
    front: FrontMatter, formats: tuple[str, ...], settings: Settings
) -> Iterator[Problem]:
    """Yield sizes of text, and numbers of copies, for formats that the leaflet does not have."""
    for setting, group in (("text-size", front.text_size), ("quantity", front.quantity)):
        for name in group or {}:
            known = find_format(name)
            if name and (known is None or known.name not in formats):
                yield Problem(
                    code="setting-invalid",
                    severity=Severity.ERROR,
                    message=f'"{setting}" names the format "{name}", which this leaflet does not '
                    "have.",
                    hint=did_you_mean(name, formats),
                    place=settings.place((setting, name)),
                )


def _foot_problems(
    front: FrontMatter, formats: tuple[str, ...], settings: Settings
) -> Iterator[Problem]:
    """Yield a running foot that no format has."""
    if front.running_foot and not any(FORMATS[name].grows for name in formats):
        yield Problem(
            code="setting-invalid",
            severity=Severity.WARNING,
            message='Only booklets have a "running-foot", and this leaflet is none.',
            hint="Take the line out, or add a booklet to `also:`.",
            place=settings.place(("running-foot",)),
        )
