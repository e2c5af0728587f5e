"""Rules about how hard a text is to read."""

from leaflet.preflight.content import of_reading
from leaflet.preflight.content.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "sentence-long",
        "W",
        "more than 20 words; Easy Read and dementia: 15",
        "Readers who tire lose its beginning before its end.",
        "Make two of it. What a clinician wrote must be changed by a clinician.",
        "NHS content guide, sentences; Easy Read guides",
        of_reading.sentence_long,
    ),
    Rule(
        "paragraph-long",
        "N/W",
        "more than five sentences; for clear print three",
        "The eye finds no place to rest.",
        "Begin a new paragraph where a new thought begins.",
        "NHS content guide, sentences (three); five is our own",
        of_reading.paragraph_long,
    ),
    Rule(
        "reading-age",
        "N",
        "shown for every English text of fifty words or more",
        "Formulas count words and syllables; they know nothing of sense.",
        "Nothing; compare it with the next version.",
        "Kincaid and others, 1975; McLaughlin, 1969; NHS content guide",
        of_reading.reading_age,
        english=True,
    ),
    Rule(
        "reading-hard",
        "W",
        "more than 14 by both formulas",
        "Most adults do not read so well, least of all when they are frightened.",
        "Write shorter sentences and everyday words.",
        "NHS content guide; PIF",
        of_reading.reading_hard,
        english=True,
    ),
)
