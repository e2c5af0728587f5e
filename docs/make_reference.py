# /// script
# requires-python = ">=3.11"
# dependencies = ["leaflet-press"]
# ///
"""Write the pages of the reference that stand in the code already.

What a setting, a fact, a part or a check is, is said once, beside the code that reads it. Run
it from the top of the checkout after a change there:

    PYTHONPATH=. .venv/bin/python docs/make_reference.py
"""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from leaflet.listing import drawn
from leaflet.manuscript.facts import FactsFile
from leaflet.manuscript.parts import PANELS, PARTS, PartKind
from leaflet.manuscript.settings import FrontMatter
from leaflet.preflight.content import RULES as CONTENT_RULES
from leaflet.preflight.content import Rule as ContentRule
from leaflet.preflight.file import RULES, Rule
from leaflet.preflight.type_clear import CLEAR_RULES, ClearRule
from leaflet.problems import CODES
from leaflet.specs.format import Format
from leaflet.specs.formats import ALIASES, FORMATS
from leaflet.specs.variants import VARIANTS

REFERENCE = Path(__file__).resolve().parent / "reference"

CHECKS = Path(__file__).resolve().parent / "checks"

EXAMPLES = Path(__file__).resolve().parent / "examples"
"""A file for each part, with what an author writes."""

MADE = "<!-- Written by docs/make_reference.py. Change what it reads, and run it again. -->"

BODIES = {"none": "none", "optional": "if you like", "required": "needed"}


def table(*head: str, rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    cells = ([one.replace("|", r"\|") for one in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def says(schema: type[BaseModel]) -> dict[str, str]:
    """Return what stands below each field of a schema, by the name of the field."""
    told: dict[str, str] = {}
    for one in reversed(schema.__mro__[:-1]):
        if not issubclass(one, BaseModel) or one is BaseModel:
            continue
        (body,) = ast.parse(inspect.getsource(one)).body
        assert isinstance(body, ast.ClassDef)  # noqa: S101 - the source of a class is a class
        for field, words in zip(body.body, body.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                value = words.value if isinstance(words, ast.Expr) else None
                if isinstance(value, ast.Constant):
                    told[field.target.id] = " ".join(str(value.value).split()).rstrip(".")
    return told


def inside(annotation: object) -> Iterator[object]:
    """Yield a type and all that it is made of, but for the words of a choice."""
    yield annotation
    if get_origin(annotation) is not Literal:
        for one in get_args(annotation):
            yield from inside(one)


def schema_rows(schema: type[BaseModel], before: str = "") -> Iterator[list[str]]:
    """Yield a row for each setting of a schema, and below it those of the group that it holds."""
    told = says(schema)
    for field_name, field in schema.model_fields.items():
        parts = list(inside(field.annotation))
        many = any(get_origin(one) is dict for one in parts)
        name = f"{before}{field.alias or field_name}"
        choices = [get_args(one) for one in parts if get_origin(one) is Literal]
        values = ", ".join(f"`{one}`" for choice in choices for one in choice)
        needed = "yes" if field.is_required() else ""
        yield [f"`{name}`", told[field_name], values, needed]
        for one in parts:
            if isinstance(one, type) and issubclass(one, BaseModel):
                yield from schema_rows(one, f"{name}.{'NAME.' if many else ''}")


def schema_page(title: str, intro: str, schema: type[BaseModel]) -> str:
    """Return a page about everything that a file may say."""
    rows = table("name", "what it says", "one of", "needed", rows=schema_rows(schema))
    return f"# {title}\n\n{MADE}\n\n{intro}\n\n{rows}\n"


def part_section(part: PartKind) -> str:
    """Return the section about a part or a panel."""
    titles = "any words" if part.titles is None else ", ".join(f"`{one}`" for one in part.titles)
    lines = [f"## {part.name}", "", f"{part.says[0].upper()}{part.says[1:]}.", ""]
    lines += [f"Words inside: {BODIES[part.body]}. Words behind `|`: {titles or 'none'}."]
    options = [[f"`{one.name}`", one.says, "yes" if one.required else ""] for one in part.options]
    if options:
        lines += ["", table("option", "what it says", "needed", rows=options)]
    example = EXAMPLES / f"{part.name}.md"
    if example.exists():
        written = example.read_text(encoding="utf-8")
        lines += ["", f"```markdown\n{written}```", ""]
        lines += [f"![{part.name} as it comes out](../pictures/part-{part.name}.png)"]
    else:
        lines += ["", "It is written like [back](#back)."]
    return "\n".join(lines)


WORDS = {"E": "error", "W": "warning", "N": "note", "-": "not looked at"}

BY_HAND = frozenset(
    {"bleed-missing", "ink-limit", "picture-coarse", "picture-soft", "safe-area", "safe-cut"}
)
"""Rules that authors meet: their pages, with examples, are written by hand."""


def check_page(rule: Rule) -> str:
    """Return the page about a rule for finished files."""
    severities = [WORDS[one] for one in rule.severities]
    named = [one.name for one in VARIANTS.values() if not one.like]
    of = {
        severity: [
            f"`{name}`" for name, one in zip(named, severities, strict=True) if one == severity
        ]
        for severity in dict.fromkeys(severities)
    }
    grave = "; ".join(f"{severity} for {', '.join(names)}" for severity, names in of.items())
    grave = severities[0] if len(of) == 1 else grave
    return (
        f"# {rule.code}: {CODES[rule.code]}\n\n{MADE}\n\n"
        f"A rule of `leaflet check FILE.pdf`; `leaflet build` holds its own files for the printer "
        f"to it as well.\n\n"
        f"**Severity: {grave}.** Threshold: {rule.limits}.\n\n"
        f"**Why it matters.** {rule.why}\n\n**What to do.** {rule.mend}\n\n"
        f"**Source.** {rule.source}.\n"
    )


LETTERS = {
    "E": "error",
    "W": "warning",
    "N": "note",
    "P": "warning in a draft; in a final leaflet about health, error",
    "F": "warning in a draft, error in a final leaflet",
}


def word_page(rule: ContentRule | ClearRule) -> str:
    """Return the page about a rule for what a leaflet says, or for its type."""
    usual, _, strict = rule.severity.partition("/")
    grave = LETTERS[usual]
    if strict:
        grave += f"; {LETTERS[strict]} for the audiences `clear`, `large`, `easy-read`, `dementia`"
    tongue = " Texts in English only." if isinstance(rule, ContentRule) and rule.english else ""
    return (
        f"# {rule.code}: {CODES[rule.code]}\n\n{MADE}\n\n"
        f"**Severity: {grave}.** Threshold: {rule.limits}.{tongue}\n\n"
        f"**Why it matters.** {rule.why}\n\n**What to do.** {rule.mend}\n\n"
        f"**Source.** {rule.source[0].upper()}{rule.source[1:]}.\n"
    )


def check_pages() -> dict[str, str]:
    """Return the pages about rules that stand in tables, by the name of their file."""
    of_files = {one.code: check_page(one) for one in RULES if one.code not in BY_HAND}
    of_words = {one.code: word_page(one) for one in (*CONTENT_RULES, *CLEAR_RULES)}
    return {f"{code}.md": page for code, page in (of_files | of_words).items()}


def format_section(form: Format) -> str:
    """Return the section about a format: sizes, both sides drawn, how it is read, and whence."""
    short = [alias for alias, name in ALIASES.items() if name == form.name]
    called = f" Short: `{short[0]}`." if short else ""
    flat, done = form.trim, form.finished
    sizes = f"Sheet: {flat.width:g} x {flat.height:g} mm"
    if form.folds:
        sizes += f", folded {done.width:.4g} x {done.height:.4g} mm"
    said = [f"**{sizes}.** Bleed: {form.bleed:g} mm."]
    if form.fold:
        said.append(f"Fold: {form.fold} in CIP4's fold catalogue.")
    drawing = "\n".join(drawn(form))
    return (
        f"## {form.name}\n\n{form.says}.{called}\n\n{' '.join(said)}\n\n"
        f"```text\n{drawing}\n```\n\nMeasures: {form.source}."
    )


FORMATS_INTRO = (
    "What `format:` and `also:` may name. Each side is drawn as it lies on the printer's sheet: "
    "the number is the order\nin which readers meet a panel, then its name, then its width in mm. "
    "A booklet has one `page` for as many as the\ntext needs, made up to a multiple of four."
)


def pages() -> dict[str, str]:
    """Return the text of each page by the name of its file."""
    guide = "[Write a leaflet](../how-to/write-a-leaflet.md)"
    sections = "\n\n".join(part_section(one) for one in [*PARTS.values(), *PANELS.values()])
    codes = table(
        "code",
        "title",
        rows=([f"[{one}](../checks/{one}.md)", CODES[one]] for one in sorted(CODES)),
    )
    return {
        "front-matter.md": schema_page(
            "Front matter",
            "Every setting between the two lines of `---` at the head of `leaflet.md`.\n"
            f"A dot leads into a group; `NAME` is a name of your own. "
            f"{guide} says which of them are used.",
            FrontMatter,
        ),
        "facts.md": schema_page(
            "Facts",
            "Everything that `content/facts.yaml` may hold. A dot leads into a group, "
            f"which stands\nindented below its name; `NAME` is a name of your own. "
            f"{guide} has an example.",
            FactsFile,
        ),
        "parts.md": f"# Parts and panels\n\n{MADE}\n\nEverything that may stand behind `///`. "
        f"How to write them: {guide}.\nBelow each example stands what comes out; facts and "
        f"pictures are made up.\n\n{sections}\n",
        "formats.md": f"# Formats\n\n{MADE}\n\n{FORMATS_INTRO}\n\n"
        + "\n\n".join(map(format_section, FORMATS.values()))
        + "\n",
        "checks.md": f"# Checks\n\n{MADE}\n\nEvery code that a message may end with.\n\n{codes}\n",
    }


def main() -> None:
    """Write the pages and name them."""
    for folder, made in ((REFERENCE, pages()), (CHECKS, check_pages())):
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8")
            sys.stdout.write(f"docs/{folder.name}/{name}\n")


if __name__ == "__main__":
    main()
