"""The whole way for one leaflet, on one screen.

1. manuscript reads what people write into a `Leaflet`.
2. typeset lays it out: one panel is one page. All that is wanted is asked for at once, and
   laid out in a process of its own while preflight judges its words, and `editions` is at work
   on what is there:
3. preflight judges what was laid out.
4. press finishes each edition's PDF.
5. proof makes the pictures that people look at.

Nothing is written here: `project` moves the files into place when they are whole.
"""

from collections.abc import Sequence
from datetime import date

from leaflet.manuscript.facts import Facts
from leaflet.manuscript.find import Found
from leaflet.manuscript.read import read_leaflet
from leaflet.model import Leaflet
from leaflet.problems import Problem, errors, in_order, waived
from leaflet.specs.formats import FORMATS
from leaflet.typeset.panels import Setting
from leaflet.typeset.typesetter import Typesetter
from leaflet.work import Asked, Order, Work, ask, uninterrupted


def build_leaflet(
    found: Found,
    facts: Facts,
    wrong: Sequence[Problem],
    order: Order,
    typesetter: Typesetter,
) -> Work:
    """Build one leaflet in every edition asked for.

    Args:
        found: Where it stands.
        facts: The facts of its project.
        wrong: What is wrong with those facts: it counts for every leaflet.
        order: What is asked for.
        typesetter: Who lays it out.

    Raises:
        UnusableError: nothing can be made of it; carries the problems that say why.
    """
    project = order.theme.project
    leaflet, problems = read_leaflet(found, project=project, facts=facts, record=order.record)
    work = _build(leaflet, facts, [*wrong, *problems], order, typesetter)
    if leaflet.final and not work.sound and not work.setting.errors:
        # Only layout showed that this final leaflet has errors: all its pages must say so.
        work = _build(leaflet, facts, work.problems, order, typesetter)
    work.problems = in_order(work.problems)
    return work


def _build(
    leaflet: Leaflet,
    facts: Facts,
    problems: Sequence[Problem],
    order: Order,
    typesetter: Typesetter,
) -> Work:
    counted = [waived(one, leaflet.waivers) for one in problems]
    wrong = bool(errors(counted))
    setting = Setting(order.theme, order.workshop, order.day, wrong, order.marking)
    work = Work(leaflet, setting, order, typesetter, counted)
    asked = ask(work, [FORMATS[name] for name in leaflet.formats])
    work.tell(_judge_words(leaflet, facts, order.today))
    _finish(work, asked)
    return work


def _judge_words(leaflet: Leaflet, facts: Facts, today: date) -> list[Problem]:
    # Imported only now, as below.
    with uninterrupted():
        from leaflet.preflight.content import check_content  # noqa: PLC0415 - see above

    return check_content(leaflet, facts, today)


def _finish(work: Work, asked: Asked) -> None:
    # Imported only now, since it brings all that finishes and draws, and nothing waits for it:
    # the first pages are being laid out.
    with uninterrupted():
        from leaflet import editions  # noqa: PLC0415 - see above

    editions.prepare(work)
    for one in asked.formats:
        editions.finish_format(work, one)
    for edition, large in asked.large.items():
        editions.finish_large(work, edition, large)
    if asked.web:
        editions.finish_web(work, asked.web)
    if asked.text:
        editions.finish_text(work, asked.text)
