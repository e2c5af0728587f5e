"""Rules about colours: screens, further inks, registration, transparency."""

from collections.abc import Iterator

from leaflet.pdf.events import Group, See
from leaflet.preflight.file.claims import OLDEST_WITH
from leaflet.preflight.file.subject import FileSubject, Hit, things


def colour_screen(subject: FileSubject) -> Iterator[Hit]:
    """Colours of a screen."""
    pictures_may = subject.variant.screen_colours == "pictures"
    for event, paint, _ in subject.painted:
        if paint.space.screen:
            yield Hit.at(
                event.where, f"{things(event)} are in {paint.space.family}, a screen's colours."
            )
    for shade in subject.shades:
        if shade.space.screen:
            yield Hit.at(shade.where, f"A gradient is in {shade.space.family}, a screen's colours.")
    for picture in subject.pictures:
        space = picture.space.base if picture.space.family == "Indexed" else picture.space
        tagged = space is not None and space.family == "ICCBased" and space.parts == 3  # noqa: PLR2004 - red, green, blue
        if picture.space.screen and not (pictures_may and tagged):
            family = space.family if space else "unknown"
            yield Hit.at(picture.where, f"A picture is in {family}, a screen's colours.")


def colour_spot(subject: FileSubject) -> Iterator[Hit]:
    """A further ink."""
    if subject.variant.spots:
        return
    for event, paint, _ in subject.painted:
        for name in paint.space.spots:
            yield Hit.at(event.where, f'The ink "{name}" is used, which is none of the four.')
    others = [(one.where, one.space) for one in subject.pictures]
    others += [(one.where, one.space) for one in subject.shades]
    for where, space in others:
        for name in space.spots:
            yield Hit.at(where, f'The ink "{name}" is used, which is none of the four.')


def colour_registration(subject: FileSubject) -> Iterator[Hit]:
    """Something on every plate."""
    for event, paint, _ in subject.painted:
        if paint.space.registration and not paint.white:
            yield Hit.at(event.where, f"{things(event)} print on every plate, as marks do.")


def colour_mixing(subject: FileSubject) -> Iterator[Hit]:
    """Transparency mixed in another colour space."""
    for event in subject.of(Group):
        assert isinstance(event, Group)  # noqa: S101 - `of` yields this kind
        good = ("DeviceCMYK", "DeviceGray") if event.luminosity else ("DeviceCMYK",)
        if event.space is not None and event.space.family not in good:
            yield Hit.at(event.where, f"Transparent things are mixed in {event.space.family}.")


def transparency_old(subject: FileSubject) -> Iterator[Hit]:
    """Transparency in a file that forbids it."""
    if subject.facts.claim not in OLDEST_WITH:
        return
    for event in subject.of(See):
        assert isinstance(event, See)  # noqa: S101 - `of` yields this kind
        yield Hit.at(
            event.where,
            f"Something is transparent ({event.how}), which {subject.facts.claim} forbids.",
        )
