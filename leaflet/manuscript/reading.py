"""One text while it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leaflet.manuscript.facts import Facts, open_fact
from leaflet.manuscript.pictures import read_picture
from leaflet.model import Picture
from leaflet.problems import Place, Problem, Severity


@dataclass(slots=True)
class Reading:
    """One text while it is read: where it stands, what it may name, what was found."""

    file: str
    folder: Path
    project: Path
    facts: Facts
    final: bool = False
    record: Mapping[str, str] = field(default_factory=dict)
    """The values of the record that it is made for; none in a plain build."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int]] = field(default_factory=list)

    def tell(self, code: str, severity: Severity, message: str, hint: str, line: int) -> None:
        """Keep a problem of this text."""
        self.problems.append(Problem(code, severity, message, hint, Place(self.file, line)))

    def picture(self, source: str, line: int) -> Picture | None:
        """Return the picture of that address, judged once however often it is shown."""
        if source not in self.pictures:
            picture, problems = read_picture(
                source, folder=self.folder, project=self.project, place=Place(self.file, line)
            )
            self.problems.extend(problems)
            if picture is None:
                return None
            self.pictures[source] = picture
        return self.pictures[source]

    def open_fact(self, name: str, line: int) -> None:
        """Keep the problem of a fact that is not known yet."""
        self.problems.append(open_fact(name, self.facts, Place(self.file, line), final=self.final))
