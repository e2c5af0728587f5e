"""The ways to set a leaflet: as panels, in large print, as a web page."""

import base64
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from leaflet.model import USUAL_PT, Leaflet, Picture
from leaflet.problems import SystemLibraryError
from leaflet.resources import Theme
from leaflet.specs.format import Format
from leaflet.specs.office import stand, tile
from leaflet.typeset.arrange import Arrangement, Way, arrange, page_rules, side_of, ways
from leaflet.typeset.compose import Composer, Kept, Section, is_part
from leaflet.typeset.fonts import rises, use_only
from leaflet.typeset.how_to import HOW_TO, folding_steps
from leaflet.typeset.layout import Layout, PageLayout
from leaflet.typeset.panels import FIXED_DAY, Panels, Setting
from leaflet.typeset.plain import as_text
from leaflet.typeset.slots import Marking
from leaflet.typeset.tokens import tokens_of
from leaflet.typeset.words import direction

EVERY = ("tokens", "base", "parts")
"""Style sheets of every document."""

STYLES = {
    "folded": ("panels", "folded"),
    "flyer": ("panels", "front", "flyer"),
    "booklet": ("panels", "folded", "booklet"),
    "poster": ("panels", "front", "poster"),
}
"""Style sheets of each kind of piece, over those of every document."""


def lay_out_panels(leaflet: Leaflet, form: Format, setting: Setting) -> Panels:
    """Lay a leaflet out in panels.

    One trial serves where everything fits. Where text is left over, or panels stay empty, a
    further layout shows that: pages that say so, and blank panels.
    """
    return _panels(leaflet, form, setting)


def lay_out_home(leaflet: Leaflet, form: Format, setting: Setting) -> Panels:
    """Lay a leaflet out in the same panels, light on ink: nothing stands elsewhere."""
    return _panels(leaflet, form, setting, "editions/home")


def _panels(leaflet: Leaflet, form: Format, setting: Setting, *styles: str) -> Panels:
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    job, trial = _chosen(composer, form, setting, styles, written=True)
    under = _backdrops(job)
    if trial.pdf:
        return job.panels(trial, trial, under)
    shown = job.lay_out(measuring=False, blanks=job.arranged.blanks(trial.pages))
    return job.panels(shown, trial, under)


HOPELESS = 0.25
"""Share of a format's height by which a text may be too much for zones in line with it to help:
they win back what their panels leave empty."""


def _chosen(
    composer: Composer, form: Format, setting: Setting, styles: tuple[str, ...], *, written: bool
) -> tuple["_PanelJob", Layout]:
    """Return the first way of arranging a leaflet that holds it, or the best, and its trial.

    Args:
        composer: Renders the leaflet.
        form: The format.
        setting: What every way of setting needs.
        styles: Style sheets of the edition, over those of the format.
        written: Whether its PDF is wanted where everything fits.
    """
    tried: list[tuple[_PanelJob, Layout]] = []
    for way in ways(composer.leaflet, form):
        if way is Way.IN_LINE and tried:
            job, trial = tried[-1]
            if job.arranged.over(trial.pages) > HOPELESS * job.arranged.height:
                break
        job = _PanelJob(composer, setting, arrange(composer, form, way), styles)
        trial = job.lay_out(wanted=job.fits if written else lambda _: False)
        if job.arranged.holds(trial.pages):
            return job, trial
        tried.append((job, trial))
    return min(reversed(tried), key=lambda one: one[0].arranged.over(one[1].pages))


def _backdrops(job: "_PanelJob") -> Layout | None:
    """Lay out the art that runs across folds, if there is any."""
    composer, form = job.composer, job.arranged.form
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
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    return _PanelJob(composer, setting, arrange(composer, form)).page()


def compose_panels(
    leaflet: Leaflet, form: Format, setting: Setting, kept: Kept
) -> tuple[Section, ...]:
    """Return the sections of a leaflet's panels as they are first laid out, before that.

    Args:
        leaflet: What is composed.
        form: The format.
        setting: What every way of setting needs.
        kept: What was composed of the same pieces for other records.
    """
    composer = Composer(leaflet, setting.theme, _file_address, paper=True, kept=kept)
    return arrange(composer, form).sections


def measure_panels(leaflet: Leaflet, form: Format, setting: Setting) -> Panels:
    """Lay a leaflet out in panels, only to measure it: no PDF is written."""
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    job, trial = _chosen(composer, form, setting, (), written=False)
    return job.panels(trial, trial)


@dataclass(frozen=True, slots=True)
class _PanelJob:
    """One leaflet about to be laid out in one format."""

    composer: Composer
    setting: Setting
    arranged: Arrangement
    styles: tuple[str, ...] = ()
    """Style sheets of the edition, over those of the format."""

    def fits(self, pages: tuple[PageLayout, ...]) -> bool:
        """Return whether everything stands where it shall, and no frame is left over."""
        return self.arranged.holds(pages) and not self.arranged.blanks(pages)

    def panels(self, layout: Layout, trial: Layout, under: Layout | None = None) -> Panels:
        """Return what was laid out."""
        arranged = self.arranged.grown(layout.pages)
        return Panels(arranged.form, layout, trial, arranged.flow, arranged.strangers, under)

    def lay_out(
        self,
        *,
        measuring: bool = True,
        blanks: int = 0,
        wanted: Callable[[tuple[PageLayout, ...]], bool] = lambda _: True,
    ) -> Layout:
        """Lay it out once."""
        html = self.page(measuring=measuring, blanks=blanks)
        return lay_out_html(html, self.setting, wanted, self.setting.marking)

    def page(self, *, measuring: bool = True, blanks: int = 0) -> str:
        """Return the document that is laid out."""
        form, leaflet = self.arranged.form, self.composer.leaflet
        # The band of a draft stands where the foot would.
        foot = "" if _band(self.composer, self.setting) else leaflet.running_foot
        sections, marking = self.arranged.sections, self.setting.marking
        if marking:
            sections = marking.slots.marked(sections)
        if marking and marking.alone and not form.grows:
            sections = marking.slots.with_slots(sections)
        return self.composer.page(
            f"{form.kind}.html",
            form=form,
            sections=sections,
            blanks=blanks,
            foot=foot,
            page_rules=page_rules(form, self.arranged.flow, measuring=measuring, feet=bool(foot))
            + tokens_of(leaflet, form),
            **_document(
                self.composer,
                self.setting,
                *STYLES[form.kind],
                *self.styles,
                narrow=_foot(form) * USUAL_PT / leaflet.text_pt(form.name) < BAND,
            ),
        )


BAND = 73.0
"""Width in mm of the longer words of a draft's band, at 12 pt."""

MARGINS, NUMBER = 18.0, 20.0
"""Width in mm that the margins of a panel take of its foot, and how much more those of a booklet's
page take, with its number."""


def _foot(form: Format) -> float:
    """Return the width in mm that the foot of the narrowest frame has for words."""
    narrowest = min(frame.width for panel in form.panels for frame in panel.columns())
    return narrowest - MARGINS - (NUMBER if form.grows else 0)


GIANT = "large-24"
"""The edition in which the foot of a page has no room for long words."""


def lay_out_large(leaflet: Leaflet, setting: Setting, edition: str) -> Layout:
    """Lay a leaflet out anew for readers with low sight: A4, one column.

    Args:
        leaflet: What is laid out.
        setting: What every way of setting needs.
        edition: Name of the edition, which chooses the size of its text in the tokens.
    """
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    html = composer.page(
        "large.html",
        body=_linear(composer),
        edition=edition,
        **_document(composer, setting, "large", narrow=edition == GIANT),
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
        folding=folding_steps(form, composer.language),
        standing=stand(form.trim, paper),
        **_document(composer, setting, "editions/how-to"),
    )
    return lay_out_html(html, setting)


def lay_out_tiles_key(leaflet: Leaflet, form: Format, setting: Setting, paper: str) -> Layout:
    """Lay out the page that tells how to put a poster together, and a page for each of its tiles.

    A tile's page holds nothing but its name, where the next tile covers it.

    Args:
        leaflet: What is printed.
        form: Its format.
        setting: What every way of setting needs.
        paper: `a4` or `letter`.
    """
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    tiling = tile(form.trim, paper)
    names = [
        (tiling.label(column, row) if under else "", *(under or (0, 0)))
        for row in range(tiling.rows)
        for column in range(tiling.columns)
        for under in [tiling.covered(column, row)]
    ]
    size = Markup("@page tile {{ size: {}mm {}mm }}")
    html = composer.page(
        "tiles.html",
        paper=paper,
        how=HOW_TO[composer.language],
        tiling=tiling,
        names=names,
        page_rules=size.format(tiling.paper.width, tiling.paper.height),
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


def write_text(leaflet: Leaflet, setting: Setting) -> str:
    """Return a leaflet as plain text, in the order in which it was written."""
    composer = Composer(leaflet, setting.theme, _file_address, paper=True)
    # Nobody writes on what is read aloud.
    body = composer.pieces(one for one in leaflet.pieces if not is_part(one, "notes"))
    if "<h1" not in body:
        body = Markup("<h1>{}</h1>").format(leaflet.title) + body
    band = _band(composer, setting)
    return (f"{band}\n\n" if band else "") + as_text(body, composer.words["picture"])


_OURS = re.compile(r' data-(?:line|source)="[^"]*"| data-loose')
"""Marks for our own measurements, which a website has no use for."""


def _linear(composer: Composer) -> Markup:
    """Return the whole text in one column, in the order in which it was written."""
    html = composer.finely_set(composer.leaflet.pieces)
    if "<h1" not in html:
        html = Markup("<h1>{}</h1>").format(composer.leaflet.title) + html
    return html


def _band(composer: Composer, setting: Setting, *, narrow: bool = False) -> str:
    """Return what a draft, or a leaflet with errors, says of itself; nothing for any other."""
    state = "draft" if not composer.leaflet.final else "errors" if setting.errors else ""
    return composer.words[f"{state}-narrow" if narrow else state] if state else ""


def _document(
    composer: Composer, setting: Setting, *kinds: str, narrow: bool = False
) -> dict[str, object]:
    """Return what every document says of itself; its band says less where pages are narrow."""
    leaflet = composer.leaflet
    band = _band(composer, setting, narrow=narrow)
    names = [f"{name}.css" for name in (*EVERY, *kinds)]
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


def read_styles(theme: Theme) -> None:
    """Read the style sheets of every document, so that copies of this process know them."""
    from leaflet.typeset.sheets import read_ahead  # noqa: PLC0415 - it brings the engine, see below

    read_ahead([theme.style(f"{name}.css") for name in EVERY], theme.readable())


def lay_out_html(
    html: str,
    setting: Setting,
    wanted: Callable[[tuple[PageLayout, ...]], bool] = lambda _: True,
    marking: Marking | None = None,
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
        marking=marking,
    )
