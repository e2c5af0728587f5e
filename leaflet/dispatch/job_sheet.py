"""The job sheet: one page for the print shop, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from leaflet.dispatch.fold_drawing import Point, Side, edge, sides, steps
from leaflet.dispatch.job import Job, Piece
from leaflet.pages import environment
from leaflet.resources import Theme


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the package, as its job sheet lists it."""

    path: str
    says: str
    """What it is for, in a few words."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece with its drawings."""

    piece: Piece
    spreads: bool
    """Whether its file has two pages beside each other."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """Return the flat sides."""
        return sides(self.piece.form)

    @property
    def edge(self) -> list[Point]:
        """Return the half-folded sheet along its edge.

        Empty where nothing is folded, or across as well: of two layers an edge shows only one.
        """
        folds = self.piece.form.folds
        across = any(one.part == "top" for one in folds)
        return edge(self.piece.form) if folds and not across else []

    @property
    def steps(self) -> list[str]:
        """Return how to fold it."""
        return steps(self.piece.form)


def job_sheet(job: Job, files: Sequence[Listed], theme: Theme, *, spreads: bool) -> str:
    """Return the job sheet as one HTML page.

    Args:
        job: The job.
        files: What lies beside it in the package.
        theme: Whose templates count.
        spreads: Whether booklets come as sheets with two pages beside each other.
    """
    return (
        environment(theme.folders("templates"))
        .get_template("pages/job-sheet.html")
        .render(job=job, files=files, pieces=[Drawn(one, spreads) for one in job.pieces])
    )
