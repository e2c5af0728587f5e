"""The index: every leaflet with its pictures, files, problems and next step."""

from collections.abc import Iterable
from dataclasses import dataclass

from leaflet.pages import environment
from leaflet.problems import Problem, Severity, in_order
from leaflet.resources import Theme


@dataclass(frozen=True, slots=True)
class Shown:
    """One leaflet as the index shows it."""

    name: str
    title: str
    files: tuple[str, ...]
    """Its files, from the folder of the index."""

    problems: tuple[Problem, ...]
    final: bool = False

    @property
    def pictures(self) -> list[str]:
        """Return the files that are pictures."""
        return [file for file in self.files if file.endswith(".png")]

    @property
    def documents(self) -> list[str]:
        """Return the files that are not."""
        return [file for file in self.files if not file.endswith(".png")]

    def count(self, severity: str) -> int:
        """Return how many problems are of that severity."""
        return sum(problem.severity == severity for problem in self.problems)

    @property
    def next_step(self) -> str:
        """Return what to do next, as an instruction."""
        if self.count(Severity.ERROR):
            return "Mend the errors below, then build again."
        if not self.final:
            return (
                "Fill the gaps and have it reviewed; then write `status: final` at its head "
                "and build again."
            )
        return "Nothing stands in the way: send it out."


def index_page(leaflets: Iterable[Shown], theme: Theme) -> str:
    """Return the index as one HTML page."""
    return (
        environment(theme.folders("templates"))
        .get_template("pages/index.html")
        .render(leaflets=list(leaflets), in_order=in_order)
    )
