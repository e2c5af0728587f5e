"""The questions of `leaflet new`: what has to be known before a leaflet can be started.

One at a time, in plain words, on standard error. Nothing is written here.
"""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import category

import click

from leaflet.manuscript.find import CONTENT, FACTS
from leaflet.manuscript.start import AlreadyThereError, UnfitNameError, check_name, proposed_name
from leaflet.problems import did_you_mean
from leaflet.specs.formats import ALIASES, FORMATS, USUAL, find_format

NOBODY = "Your charity"
"""Stands in the facts for a charity whose name was not told, as in `templates/new/facts.yaml`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new leaflet is to be."""

    title: str
    """What it is called."""

    name: str
    """Name of its folder."""

    form: str
    """Name of its format."""

    organisation: str
    """Name of the charity; empty where the facts have it already."""


def on_terminal() -> bool:
    """Whether somebody is there who could answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(project: Path, given: Answers) -> Answers:
    """Ask for whatever was not given.

    Args:
        project: The project's folder.
        given: What is known already; empty where it is not.

    Raises:
        click.Abort: stopped with Ctrl-C, or there are no more answers.
    """
    answers = replace(given, title=given.title or _title())
    answers = replace(answers, name=_name(project, answers.title))
    answers = replace(answers, form=answers.form or _form())
    if (project / CONTENT / FACTS).exists():
        return answers
    return replace(answers, organisation=_organisation())


def _title() -> str:
    return str(
        click.prompt("What is the leaflet called?", prompt_suffix=" ", value_proc=_words, err=True)
    )


def _name(project: Path, title: str) -> str:
    """Ask for the name of the folder; the one made from the title needs only Enter."""

    def fit(typed: str) -> str:
        name = typed.strip()
        try:
            check_name(project, name)
        except (AlreadyThereError, UnfitNameError) as error:
            raise click.BadParameter(str(error)) from error
        return name

    return str(
        click.prompt(
            "Its folder, and the names of its files (Enter takes what stands in brackets)",
            default=proposed_name(project, title),
            value_proc=fit,
            err=True,
        )
    )


def _form() -> str:
    click.echo("Which format?", err=True)
    for number, name in enumerate(USUAL, start=1):
        click.echo(f"  {number}  {FORMATS[name].says}", err=True)
    click.echo("Or one of the others by its name: `leaflet list formats` shows them.", err=True)

    def known(typed: str) -> str:
        word = typed.strip()
        if word.isdecimal() and 0 < int(word) <= len(USUAL):
            return USUAL[int(word) - 1]
        if find_format(word):
            return word
        msg = f'"{word}" is no number of the list. {did_you_mean(word, [*FORMATS, *ALIASES])}'
        raise click.BadParameter(msg)

    return str(click.prompt("Its number", default="1", value_proc=known, err=True))


def _organisation() -> str:
    return str(
        click.prompt(
            "What is your charity called?",
            default=NOBODY,
            prompt_suffix=" ",
            value_proc=_words,
            err=True,
        )
    )


def _words(typed: str) -> str:
    """Return what was typed with one space between words.

    Raises:
        click.BadParameter: there is not one character in it that shows.
    """
    # What arrow keys leave behind is control characters; what no text can hold is half letters.
    text = "".join(" " if category(one) in ("Cc", "Cs") else one for one in typed)
    words = " ".join(text.split())
    if not any(one.isprintable() for one in words):
        msg = "Please type at least one word."
        raise click.BadParameter(msg)
    return words
