"""What tokens come to is worked out once for a document, not for each style that uses them.

A style sheet says `calc(2 * var(--line))`, `--line` is a sum with another token in it, and so on:
WeasyPrint puts them together, adds up and reads the result again for every style that it computes,
which takes a fifth of a layout. Nearly all tokens are the same everywhere in a document. Here a
value is kept for as long as the tokens in it have the same values, which an element that sets a
token anew changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from leaflet.typeset.importing import PendingValue, in_place_of, weasyprint_css


@dataclass(slots=True)
class _Kept:
    """What was worked out in one document.

    Everything is found by the `id` of what it was made of, which is kept beside it: as long as it
    is there, nothing else can have that `id`.
    """

    names: dict[int, tuple[Any, tuple[str, ...]]] = field(default_factory=dict)
    """The names of the tokens that a piece of CSS asks for."""

    filled: dict[tuple[int, ...], tuple[Any, Any]] = field(default_factory=dict)
    """Pieces of CSS with the values of their tokens in place."""

    solved: dict[tuple[object, ...], tuple[Any, Any]] = field(default_factory=dict)
    """What WeasyPrint reads out of such pieces for one property."""

    asked: dict[int, Any] = field(default_factory=dict)
    """The declarations that were read at all."""

    def names_in(self, piece: Any) -> tuple[str, ...]:  # noqa: ANN401 - of tinycss2, which has no types
        """Return the names of the tokens that a piece of CSS asks for."""
        if id(piece) not in self.names:
            self.names[id(piece)] = (piece, tuple(_names(piece)))
        return self.names[id(piece)][1]


@contextmanager
def values_once() -> Iterator[None]:
    """Let WeasyPrint work out each value of one document once."""
    kept = _Kept()
    fill, solve = weasyprint_css.resolve_var, PendingValue.solve

    def filled(computed: Any, piece: Any, parent: Any) -> Any:  # noqa: ANN401 - as the function that it stands in for, which has no types
        names = kept.names_in(piece)
        if not names:
            return None
        values = tuple(computed[name] for name in names)
        key = (id(piece), *map(id, values))
        if key not in kept.filled:
            made = fill(computed, piece, parent)
            kept.filled[key] = (values, made and [_added_up(one) for one in made])
        return kept.filled[key][1]

    def solved(pending: Any, pieces: list[Any], wanted: str, base_url: str) -> Any:  # noqa: ANN401 - as above
        key = (id(pending), wanted, *map(id, pieces))
        if key not in kept.solved:
            if id(pending) not in kept.asked:
                # What is wrong with a declaration is told once, but for every document: sheets
                # are read once for many.
                pending._reported_error = False  # noqa: SLF001 - no public way
                kept.asked[id(pending)] = pending
            kept.solved[key] = ((pending, *pieces), solve(pending, pieces, wanted, base_url))
        return kept.solved[key][1]

    with (
        in_place_of(weasyprint_css, "resolve_var", filled),
        in_place_of(PendingValue, "solve", solved),
    ):
        yield


def _names(piece: Any) -> Iterator[str]:  # noqa: ANN401 - of tinycss2, as above
    """Yield the names of tokens in a piece of CSS, as WeasyPrint keeps them."""
    inside = getattr(piece, "arguments", None) or getattr(piece, "content", None)
    if not isinstance(inside, list):
        return
    asks = getattr(piece, "lower_name", "") == "var"
    for one in inside:
        if asks and one.type == "ident" and one.value.startswith("--"):
            yield one.value.replace("-", "_")
        yield from _names(one)


def _added_up(piece: Any) -> Any:  # noqa: ANN401 - of tinycss2, as above
    """Return a sum as one length or number, where all that is in it is known by now."""
    try:
        return weasyprint_css.resolve_math(piece) or piece
    except Exception:  # noqa: BLE001 - a share, a size in letters or nonsense: WeasyPrint sees when it is used
        return piece
