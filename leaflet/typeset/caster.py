"""Records set from a few layouts: which of these a record goes by, and what it puts into it.

A record is composed in full, by the functions of a single build. If it differs from others in
words and QR codes alone, and these take up the room that they took in a layout that was made
already, it goes by that layout. Otherwise it is laid out itself, and others may go by it.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

from leaflet.model import Leaflet
from leaflet.specs.format import Format
from leaflet.typeset import stencil
from leaflet.typeset.compose import Kept
from leaflet.typeset.engine import POINTS_PER_PX
from leaflet.typeset.panels import Setting
from leaflet.typeset.setting import compose_panels, measure_panels
from leaflet.typeset.slots import Acts, Filling, Marking, Slots, find_slots
from leaflet.typeset.stencil import Drawn, Laid, Mould, Recording, Shape

Key = tuple[object, ...]
"""What the records have in common that go by one layout."""

MOST_LAYOUTS = 64
"""Layouts that one process keeps; what would need another one is laid out by itself."""

MOST_IN_VAIN = 4
"""Layouts that nobody can go by, after which no other is tried: slots stand where none can be."""

MOST_WORDS = 1200
"""Slots as drawn that are kept, for records that say the same there."""


@dataclass(frozen=True, slots=True)
class Cast:
    """A record that goes by a layout."""

    key: Key
    contents: tuple[bytes, ...]
    """What is drawn in each slot: operators of PDF, in RGB, with marks for tags from 0."""

    acts: tuple[Acts, ...] = ()
    """What can be done in each slot on a screen."""


@dataclass(frozen=True, slots=True)
class _Static:
    """A layout that records go by."""

    recording: Recording
    fonts: frozenset[str]


@dataclass(slots=True)
class _Said:
    """A slot with certain words."""

    shape: Shape
    tree: Shape = ()
    drawn: dict[tuple[float, float], Drawn] = field(default_factory=dict)
    """As drawn, by its place on the page."""


class Caster:
    """Sets many records of one leaflet in one format."""

    def __init__(self, form: Format, setting: Setting, *, tagged: bool = False) -> None:
        """Prepare.

        Args:
            form: The format.
            setting: What every way of setting needs.
            tagged: Whether records that go by one layout need the same tags.
        """
        self.tagged = tagged
        self.form = form
        self.setting = setting
        self.kept = Kept()
        self.slots: Slots | None = None
        self.laid_out = 0
        """How many records were laid out by WeasyPrint as a whole."""

        self._in_vain = 0
        """How many layouts there were that nobody can go by."""

        self._lines: dict[tuple[object, ...], Any] = {}
        self._moulds: dict[tuple[int, object], Mould] = {}
        self._statics: dict[Key, _Static] = {}
        self._said: OrderedDict[tuple[int, str], _Said] = OrderedDict()

    def find_slots(self, leaflet: Leaflet, other: Leaflet) -> bool:
        """Find where records differ, from two of which every value differs.

        Returns:
            Whether they differ in words and QR codes alone.
        """
        one = compose_panels(leaflet, self.form, self.setting, self.kept)
        self.kept.closed = True
        two = compose_panels(other, self.form, self.setting, self.kept)
        self.slots = find_slots(one, two)
        return self.slots is not None

    def cast(self, leaflet: Leaflet) -> Cast | None:
        """Set a record; nothing if it cannot go by any layout, not even by its own."""
        if self.slots is None:
            return None
        sections = compose_panels(leaflet, self.form, self.setting, self.kept)
        fillings = self.slots.fillings(sections)
        if fillings is None:
            return None
        with stencil.casting(self._lines):
            found = self._by_a_layout(fillings)
        if found:
            return found
        if len(self._statics) >= MOST_LAYOUTS or self._in_vain >= MOST_IN_VAIN:
            return None
        recording = self._lay_out(leaflet)
        if recording is None:
            self._in_vain += 1
            return None
        self._learn(recording, fillings)
        with stencil.casting(self._lines):
            return self._by_a_layout(fillings, recording)

    def _lay_out(self, leaflet: Leaflet) -> Recording | None:
        """Lay a record out as a whole; nothing if its slots cannot be filled anew."""
        if self.slots is None:
            return None
        marking = Marking(self.slots, alone=True)
        measure_panels(leaflet, self.form, replace(self.setting, marking=marking))
        self.laid_out += 1
        recording = marking.recording
        if not isinstance(recording, Recording) or not recording.whole(len(self.slots.places)):
            return None
        return recording

    def _learn(self, recording: Recording, fillings: tuple[Filling, ...]) -> None:
        """Keep the moulds of a layout."""
        for slot, filling in enumerate(fillings):
            if slot in recording.moulds:
                self._moulds.setdefault((slot, filling.skeleton()), recording.moulds[slot])

    def _by_a_layout(
        self, fillings: tuple[Filling, ...], own: Recording | None = None
    ) -> Cast | None:
        """Set a record by a layout that is there; `own` is that of the record itself."""
        laid: list[Laid | None] = []
        said: list[_Said] = []
        for slot, filling in enumerate(fillings):
            one, room = self._room(slot, filling)
            if one is None:
                return None
            said.append(one)
            laid.append(room)
        shapes = tuple(one.shape for one in said)
        key: Key = (shapes, *(one.tree for one in said)) if self.tagged else shapes
        if own:
            if shapes != tuple(own.shapes[slot] for slot in range(len(fillings))):
                return None  # laid out as a whole it takes other room than by itself
            static = _Static(own, own.font_names)
            self._statics.setdefault(key, static)
        else:
            known = self._statics.get(key)
            if known is None:
                return None
            static = known
        contents, acts = [], []
        for slot, (filling, one, room) in enumerate(zip(fillings, said, laid, strict=True)):
            drawn = self._drawn(slot, filling, one, room, static.recording)
            if drawn is None or not drawn.fonts <= static.fonts:
                return None
            contents.append(drawn.content)
            if self.tagged:
                acts.append(_acts(filling, drawn, static.recording.heights[slot]))
        return Cast(key, tuple(contents), tuple(acts))

    def _room(self, slot: int, filling: Filling) -> tuple[_Said | None, Laid | None]:
        """Return what is known of a slot with certain words, laid out if it is new."""
        if filling.code:
            return _Said(stencil.code_shape(stencil.said_by(filling.code))), None
        known = self._said.get((slot, filling.html))
        if known:
            self._said.move_to_end((slot, filling.html))
            return known, None
        room = self._lay(slot, filling)
        if room is None:
            return None, None
        said = _Said(room.shape, room.tree if self.tagged else ())
        self._said[slot, filling.html] = said
        if len(self._said) > MOST_WORDS:
            self._said.popitem(last=False)
        return said, room

    def _lay(self, slot: int, filling: Filling) -> Laid | None:
        mould = self._moulds.get((slot, filling.skeleton()))
        return stencil.lay(mould, filling.words()) if mould else None

    def _drawn(
        self, slot: int, filling: Filling, said: _Said, laid: Laid | None, recording: Recording
    ) -> Drawn | None:
        """Return a slot as drawn where a layout has it."""
        if filling.code:
            return stencil.code(recording, slot, stencil.said_by(filling.code))
        place = recording.places[slot]
        known = said.drawn.get(place)
        if known:
            return known
        laid = laid or self._lay(slot, filling)
        drawn = stencil.draw(laid, place) if laid else None
        if drawn:
            said.drawn[place] = drawn
        return drawn

    def forget_words(self) -> None:
        """Let go what was kept for further records."""
        self._said.clear()
        self._lines.clear()

    def usage(self) -> dict[str, dict[int, tuple[int, str]]]:
        """Return the glyphs of all records up to now, by font: their width and their text."""
        found: dict[str, dict[int, tuple[int, str]]] = {}
        documents = {id(one.fonts): one.fonts for one in self._moulds.values()}
        for fonts in documents.values():
            for font in fonts.values():
                glyphs = found.setdefault(font.hash, {})
                missing = set(font.missing.values())
                for glyph, text in font.to_unicode.items():
                    if glyph not in missing:
                        glyphs[glyph] = (font.widths.get(glyph, 0), text)
        return found


def _acts(filling: Filling, drawn: Drawn, height_px: float) -> Acts:
    """Return what can be done in a slot."""
    if filling.code:
        return Acts(alt=filling.code)
    leads = filling.links()
    links = tuple(
        (
            (
                left * POINTS_PER_PX,
                (height_px - top) * POINTS_PER_PX,
                right * POINTS_PER_PX,
                (height_px - bottom) * POINTS_PER_PX,
            ),
            *leads[number],
        )
        for number, (left, top, right, bottom) in drawn.links
    )
    return Acts(links, filling.text())
