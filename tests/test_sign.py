"""Who approved which bytes: one comma changed afterwards is found, and shown."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml

from leaflet.dispatch.compare import changed_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

ANN = ("--by", "Ann Example", "--role", "trustee")


@pytest.fixture(name="signed")
def _signed(project: Project, run: Run) -> Project:
    """Return a folder with a final leaflet that somebody has signed."""
    project.sound(status="final")
    result = run("--today", "2026-11-23", "sign", "tea", *ANN)
    assert result.code == 0, result.err
    return project


def record(project: Project) -> list[dict[str, object]]:
    """Return what the record says."""
    file = project.folder / "content" / "tea" / "signed" / "signatures.yaml"
    found: list[dict[str, object]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def change(project: Project, old: str, new: str, path: str = "content/tea/leaflet.md") -> None:
    """Change words in a file."""
    file = project.folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_signature_names_every_byte(signed: Project, run: Run) -> None:
    """Source, facts and files with their SHA-256, who and when, as text."""
    (one,) = record(signed)
    assert (one["by"], one["role"], one["on"]) == ("Ann Example", "trustee", date(2026, 11, 23))
    assert set(one["made-from"]) == {"content/tea/leaflet.md"}  # type: ignore[call-overload] # because YAML has no types
    files = {path.removeprefix("tea/") for path in one["files"]}  # type: ignore[attr-defined] # as above
    assert {"tea-print.pdf", "tea-screen.pdf", "tea-text.txt"} <= files
    for part in ("made-from", "facts", "files"):
        assert all(re.fullmatch("[0-9a-f]{64}", one) for one in one[part].values())  # type: ignore[attr-defined] # as above
    again = run("build")
    assert "unchanged" in again.err, "signing changes nothing that a leaflet is made from"
    assert again.of("signature-past") == []


def test_one_comma_is_found(signed: Project, run: Run) -> None:
    """Build warns, and says what changed since; signed anew, it is silent."""
    change(signed, ".", ",.")
    (told,) = run("build").of("signature-past")
    assert (
        "Ann Example (trustee) signed tea on 2026-11-23; changed since: content/tea/leaflet.md, "
        in told
    )
    assert run("sign", "tea", *ANN).code == 0
    assert run("build").of("signature-past") == []
    assert len(record(signed)) == 2, "the earlier signature stays on record"


def test_another_number_is_found(signed: Project, run: Run) -> None:
    """A fact that it shows counts, and no other one does."""
    facts = (signed.folder / "content" / "facts.yaml").read_text(encoding="utf-8")
    number = re.search(r"phone: (.*)", facts)
    assert number
    signed.write("content/facts.yaml", facts + "\n")
    assert run("build").of("signature-past") == []
    change(signed, number[1], number[1][:-1] + "9", "content/facts.yaml")
    (told,) = run("build").of("signature-past")
    assert "the fact " in told


def test_who_has_not_signed_again_is_named(signed: Project, run: Run) -> None:
    """Two people signed; one looked again after the change."""
    assert run("sign", "tea", "--by", "Bob Example").code == 0
    change(signed, ".", ",.")
    assert run("sign", "tea", "--by", "Bob Example").code == 0
    (told,) = run("build").of("signature-past")
    assert "Ann Example" in told
    assert "Bob" not in told


def test_diff_shows_pages_and_words(signed: Project, run: Run) -> None:
    """What was taken out and put in, and both pages side by side."""
    assert run("diff", "tea").code == 0
    change(signed, "Come and", "Elephants")
    result = run("diff", "tea")
    assert result.code == 1
    assert "- Come and + Elephants" in result.out
    assert (
        "Changed since Ann Example (trustee) signed it on 2026-11-23: content/tea/leaflet.md"
        in result.err
    )
    page = signed.text("tea/tea-diff.html")
    assert page.count("data:image/png;base64,") >= 2
    assert "<figcaption>Signed</figcaption>" in page


def test_words_that_changed() -> None:
    """Each with the word before it; nothing where nothing changed."""
    assert list(changed_words("Ring 0300 123 23 23 now", "Ring 0300 123 23 24 now")) == [
        "23 - 23 + 24"
    ]
    assert list(changed_words("Come, all of you.", "Come all of you.")) == ["- Come, + Come"]
    assert list(changed_words("Come", "Come")) == []


def test_a_draft_cannot_be_signed(project: Project, run: Run) -> None:
    """What is signed is printed: a draft, or one with errors, is sent back with the reason."""
    project.sound(status="draft")
    result = run("sign", "tea", *ANN)
    assert result.code == 1
    assert "tea is a draft, so nobody can sign it" in result.err
    project.sound(status="final", next_review="")
    change(project, "status: final", "status: final\nformat: trifold\nformat: poster-a4")
    assert run("sign", "tea", *ANN).code in (1, 3)
    assert not (project.folder / "content" / "tea" / "signed").exists()


@pytest.mark.parametrize("by", ["", "   ", "\x1b[31m", "\u200d"])
def test_somebody_has_to_sign(project: Project, run: Run, by: str) -> None:
    """Nobody, or signs that cannot be seen, is no name."""
    project.sound(status="final")
    assert run("sign", "tea", "--by", by).code == 2


@pytest.mark.parametrize(
    "text",
    [
        "- by: Ann\n",
        "nonsense: [",
        "- 3\n",
        "- by: A\n  on: today\n  made-from: {}\n  facts: {}\n  files: {}\n",
    ],
)
def test_a_record_that_was_changed_is_told(signed: Project, run: Run, text: str) -> None:
    """It is never written over, and no traceback comes of it."""
    path = "content/tea/signed/signatures.yaml"
    signed.write(path, text)
    (told,) = run("build").of("signature-unreadable")
    assert path in told
    assert run("sign", "tea", *ANN).code == 3
    assert run("diff", "tea").code == 3
    assert (signed.folder / path).read_text(encoding="utf-8") == text


def test_nobody_has_signed_yet(project: Project, run: Run) -> None:
    """That is said, with the command that does."""
    project.sound()
    result = run("diff", "tea")
    assert result.code == 1
    assert "Nobody has signed tea yet: `leaflet sign` does." in result.err
