"""The ways to set a leaflet: as panels, in large print, as a web page."""

import base64
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from leaflet.model import Leaflet, Part, Picture
from leaflet.problems import SystemLibraryError
from leaflet.specs.formats import Format
from leaflet.specs.office import stand
from leaflet.typeset.compose import Composer, Section, page_rules, sections, side_of
from leaflet.typeset.fonts import rises, use_only
from leaflet.typeset.layout import FLOW, Layout, PageLayout
from leaflet.typeset.panels import FIXED_DAY, Panels, Setting
from leaflet.typeset.words import FOLDING, HOW_TO, direction


def lay_out_panels(leaflet: Leaflet, form: Format, setting: Setting) -> Panels:
    """Lay a leaflet out in panels.

    One trial serves where everything fits. Where text is left over, or panels stay empty, a
    second layout shows that: further pages that say so, and blank panels.
    """
    return _panels(_PanelJob.of(leaflet, form, setting))


def lay_out_home(leaflet: Leaflet, form: Format, setting: Setting) -> Panels:
    """Lay a leaflet out in the same panels, light on ink: nothing stands elsewhere."""
    return _panels(replace(_PanelJob.of(leaflet, form, setting), styles=("editions/home",)))


def _panels(job: "_PanelJob") -> Panels:
    form = job.form
    under = _backdrops(job)
    trial = job.lay_out(wanted=job.fits)
    if trial.pdf:
        return Panels(form, trial, trial, job.flow_panels, job.strangers, under)
    shown = job.lay_out(measuring=False, blanks=job.blanks(trial.pages))
    return Panels(form, shown, trial, job.flow_panels, job.strangers, under)


def _backdrops(job: "_PanelJob") -> Layout | None:
    """Lay out the art that runs across folds, if there is any."""
    composer, form = job.composer, job.form
    art = {side_of(part, form): part for part in composer.leaflet.parts("backdrop")}
    pictures = {side: part.options.get("picture") for side, part in art.items()}
    sides = [
        (side, composer.image(picture, "") if isinstance(picture, Picture) else "")
        for side, picture in ((side, pictures.get(side)) for side in form.sides)
    ]
    if not any(picture for _, picture in sides):
        return None
    sheet = form.trim.grown(form.bleed)
    html = composer.page(
        "backdrops.html",
        form=form,
        sides=sides,
        page_rules=Markup("@page {{ size: {}mm {}mm }}").format(sheet.width, sheet.height),
        **_document(composer, job.setting, "backdrops", *job.styles),
    )
    return lay_out_html(html, job.setting)


def panels_page(leaflet: Leaflet, form: Format, setting: Setting) -> str:
    """Return the document that a leaflet's panels are laid out from, to look at or to time."""
    return _PanelJob.of(leaflet, form, setting).page()


def measure_panels(leaflet: Leaflet, form: Format, setting: Setting) -> Panels:
    """Lay a leaflet out in panels, only to measure it: no PDF is written."""
    job = _PanelJob.of(leaflet, form, setting)
    trial = job.lay_out(wanted=lambda _: False)
    return Panels(form, trial, trial, job.flow_panels, job.strangers)


@dataclass(frozen=True, slots=True)
class _PanelJob:
    """One leaflet about to be laid out in one format."""

    composer: Composer
    setting: Setting
    form: Format
    sections: tuple[Section, ...]
    strangers: tuple[Part, ...]
    flow_panels: tuple[str, ...]
    styles: tuple[str, ...] = ()
    """Style sheets of the edition, over those of the format."""

    @classmethod
    def of(cls, leaflet: Leaflet, form: Format, setting: Setting) -> "_PanelJob":
        composer = Composer(leaflet, setting.theme, _file_address, paper=True)
        made, strangers = sections(composer, form)
        pinned = {section.name for section in made}
        flow_panels = tuple(name for name in form.reading if name not in pinned)
        return cls(composer, setting, form, tuple(made), tuple(strangers), flow_panels)

    def blanks(self, pages: tuple[PageLayout, ...]) -> int:
        """Return how many panels the flow leaves empty."""
        return max(0, len(self.flow_panels) - sum(page.group == FLOW for page in pages))

    def fits(self, pages: tuple[PageLayout, ...]) -> bool:
        """Return whether nothing is past the last panel, and no panel is left over."""
        room = {FLOW: len(self.flow_panels)}
        return not self.blanks(pages) and all(
            page.number < room.get(page.group, 1) for page in pages
        )

    def lay_out(
        self,
        *,
        measuring: bool = True,
        blanks: int = 0,
        wanted: Callable[[tuple[PageLayout, ...]], bool] = lambda _: True,
    ) -> Layout:
        """Lay it out once."""
        html = self.page(measuring=measuring, blanks=blanks)
        return lay_out_html(html, self.setting, wanted)

    def page(self, *, measuring: bool = True, blanks: int = 0) -> str:
        """Return the document that is laid out."""
        return self.composer.page(
            f"{self.form.kind}.html",
            form=self.form,
            sections=self.sections,
            blanks=blanks,
            frames=max([self.form.panel(name).frames for name in self.flow_panels], default=1),
            page_rules=page_rules(self.form, self.flow_panels, measuring=measuring),
            **_document(self.composer, self.setting, "panels", self.form.kind, *self.styles),
        )


def lay_out_large(leaflet: Leaflet, setting: Setting) -> Layout:
    """Lay a leaflet out anew for readers with low sight: A4, one column, 18 pt."""
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    html = composer.page(
        "large.html",
        body=_linear(composer),
        **_document(composer, setting, "large"),
    )
    return lay_out_html(html, setting)


def lay_out_how_to(
    leaflet: Leaflet, form: Format, setting: Setting, paper: str, other_file: str
) -> Layout:
    """Lay out the page that tells how to print the home edition.

    Args:
        leaflet: What is printed.
        form: Its format.
        setting: What every way of setting needs.
        paper: `a4` or `letter`.
        other_file: Name of the file for printers that print one side only.
    """
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    html = composer.page(
        "how-to.html",
        form=form,
        paper=paper,
        other_file=other_file,
        how=HOW_TO[composer.language],
        folding=FOLDING[composer.language].get(form.fold, ()),
        scale=round(stand(form.trim, paper).scale * 100),
        **_document(composer, setting, "editions/how-to"),
    )
    return lay_out_html(html, setting)


def write_web(leaflet: Leaflet, setting: Setting) -> str:
    """Return a leaflet as one HTML page that needs no other file."""
    composer = Composer(leaflet, setting.theme, _embedded, paper=False)
    body = Markup(_OURS.sub("", _linear(composer)))  # noqa: S704 - it was HTML already
    names = ("tokens.css", "base.css", "parts.css", "web.css")
    css = "\n".join(setting.theme.style(name).read_text(encoding="utf-8") for name in names)
    return composer.page(
        "web.html",
        body=body,
        css=Markup(css),  # noqa: S704 - style sheets of the theme, not of an author
        **_document(composer, setting, "web"),
    )


_OURS = re.compile(r' data-(?:line|source)="[^"]*"| data-loose')
"""Marks for our own measurements, which a website has no use for."""


def _linear(composer: Composer) -> Markup:
    """Return the whole text in one column, in the order in which it was written."""
    html = composer.finely_set(composer.leaflet.pieces)
    if "<h1" not in html:
        html = Markup("<h1>{}</h1>").format(composer.leaflet.title) + html
    return html


def _document(composer: Composer, setting: Setting, *kinds: str) -> dict[str, object]:
    """Return what every document says of itself."""
    leaflet = composer.leaflet
    words = composer.words
    band = words["draft"] if not leaflet.final else words["errors"] if setting.errors else ""
    names = [f"{name}.css" for name in ("tokens", "base", "parts", *kinds)]
    return {
        "direction": direction(leaflet.language),
        "styles": [setting.theme.style(name).as_uri() for name in names],
        "band": band,
        "rises": rises(setting.theme, text=leaflet.text_font, display=leaflet.display_font),
        "day": (setting.day or leaflet.imprint.version_date or FIXED_DAY).isoformat(),
    }


def _file_address(picture: Picture) -> str:
    return picture.path.as_uri()


def _embedded(picture: Picture) -> str:
    kind = mimetypes.guess_type(picture.path.name)[0] or "application/octet-stream"
    if picture.path.suffix.lower() == ".svg":
        kind = "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(picture.path.read_bytes()).decode('ascii')}"


def lay_out_html(
    html: str,
    setting: Setting,
    wanted: Callable[[tuple[PageLayout, ...]], bool] = lambda _: True,
) -> Layout:
    """Lay HTML out; only now is the engine imported, which costs about a second."""
    fontconfig_file = use_only(setting.theme, setting.workshop)
    try:
        from leaflet.typeset.engine import lay_out  # noqa: PLC0415 - see above
    except OSError as error:
        msg = (
            f"A library of the system is missing ({str(error).splitlines()[0]}). On Debian and "
            "Ubuntu this installs it: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0. Elsewhere install Pango 1.44 or later; `leaflet doctor` says how."
        )
        raise SystemLibraryError(msg) from error
    return lay_out(
        html,
        readable=setting.theme.readable(),
        fontconfig_file=fontconfig_file,
        wanted=wanted,
    )
