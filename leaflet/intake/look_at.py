"""What a person must look at in the new text: found in its lines, whatever it was made from."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from leaflet.intake.told import LookAt, quoted
from leaflet.intake.tree import is_small_print

_HEADING = re.compile(r"(#{1,6}) (.*)")
_PICTURE = re.compile(r"(?<!\\)!\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)")
_LINK = re.compile(r"(?:(?<=\\!)|(?<![!\\]))\[((?:\\.|[^\]\\])+)\]\(([^)]*)\)")
_LIST = re.compile(r"\s*(?:[-*]|\d+\.) ")
_NOTE = re.compile(r"\[\^\w+\]: ")
_NAMELESS = frozenset(
    {
        "click",
        "click here",
        "details",
        "find out more",
        "follow this link",
        "here",
        "learn more",
        "link",
        "more",
        "more details",
        "more info",
        "more information",
        "read more",
        "see more",
        "this",
        "this link",
        "this page",
        "website",
    }
)
"""Words of a link that say nothing on paper, nor to somebody who hears only the links."""

_FILE = re.compile(r"[\w -]+\.(?:jpe?g|png|gif|bmp|tiff?|webp)", re.IGNORECASE)


def survey(lines: Sequence[str], first_line: int) -> Iterator[LookAt]:
    """Yield what a person must look at in lines of Markdown, the first line's number given."""
    for at, line in enumerate(lines):
        number = first_line + at
        yield from _pictures(line, number)
        yield from _links(line, number)
        yield from _without_end(lines, at, number)


def plain(markdown: str) -> str:
    r"""Return a line of Markdown as people read it.

    >>> plain(r"**5 \* 3** &lt; [20](https://example.org)")
    '5 * 3 < 20'
    """
    text = _LINK.sub(r"\1", markdown)
    text = re.sub(r"(?<!\\)\*+", "", text)
    return unescape(re.sub(r"\\([^\w\s])", r"\1", text)).strip()


def _pictures(line: str, number: int) -> Iterator[LookAt]:
    for alt, source in _PICTURE.findall(line):
        name = source.rpartition("/")[2]
        if not alt.strip():
            yield LookAt(
                number,
                f"The picture {name} has no words for people who cannot see it.",
                "Say between the square brackets what it shows. Leave them empty only if it is "
                "mere decoration.",
            )
        elif "automatically generated" in alt or _FILE.fullmatch(plain(alt)):
            yield LookAt(
                number,
                f"The words for the picture {name} were made by a program: {quoted(plain(alt))}.",
                "Say between the square brackets what the picture shows.",
            )


def _links(line: str, number: int) -> Iterator[LookAt]:
    for words, address in _LINK.findall(line):
        said = plain(words).casefold().strip(" .:!»\u203a>→…\u00a0")
        if said in _NAMELESS:
            yield LookAt(
                number,
                f"A link says only {quoted(plain(words))}; it leads to {address}.",
                "Say in its words where it leads: on paper nobody can click.",
            )


def _without_end(lines: Sequence[str], at: int, number: int) -> Iterator[LookAt]:
    """Yield a heading or a lead-in after which nothing comes."""
    line = lines[at]
    if not line.strip() or _NOTE.match(line):
        return
    following_lines = (lines[one] for one in range(at + 1, len(lines)))
    after = next(
        (one for one in following_lines if one.strip() and not is_small_print(plain(one))), ""
    )
    heading, following = _HEADING.match(line), _HEADING.match(after)
    ends = not after or _NOTE.match(after) is not None
    if heading:
        if ends or (following and len(following[1]) <= len(heading[1])):
            yield LookAt(
                number,
                f"Nothing stands under the heading {quoted(plain(heading[2]))}.",
                "Write what belongs there, or take the heading out.",
            )
    elif (ends or following) and plain(line).endswith(":"):
        yield LookAt(
            number,
            f"{quoted(_last_sentence(line))} ends in a colon, and nothing comes after it.",
            "Write what belongs there, or end the sentence.",
        )


def _last_sentence(line: str) -> str:
    words = _LIST.sub("", plain(line), count=1)
    return re.split(r"(?<=[.!?]) +", words)[-1]
