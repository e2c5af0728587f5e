"""From strings to typed settings: every problem at once, each at its line, in plain words."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from leaflet.manuscript.yaml_strings import Path, Settings
from leaflet.problems import Problem, Severity, did_you_mean


def kebab(name: str) -> str:
    """Return a Python name as people write it.

    >>> kebab("next_review")
    'next-review'
    """
    return name.replace("_", "-")


class Schema(BaseModel):
    """A group of settings: unknown names are refused, and an empty value is "not known"."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=kebab, populate_by_name=True
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unknown(cls, data: Any) -> Any:  # noqa: ANN401 - pydantic hands over anything
        if isinstance(data, dict):
            # An empty one that is required counts as missing.
            return {
                name: None if value == "" else value
                for name, value in data.items()
                if value != "" or not _required(cls, name)
            }
        return {} if data == "" else data


def _required(schema: type[BaseModel], written: str) -> bool:
    return any(
        field.alias == written and field.is_required() for field in schema.model_fields.values()
    )


AnySchema = TypeVar("AnySchema", bound=Schema)


def check_settings(
    schema: type[AnySchema], settings: Settings
) -> tuple[AnySchema | None, list[Problem]]:
    """Convert `settings` by `schema`.

    Values that do not work are told and left out, so that one slip does not hide the rest.

    Returns:
        The typed settings, or nothing when one that is required is missing or wrong; and
        every problem found.
    """
    data: Any = settings.tree
    problems: list[Problem] = []
    for _ in range(2):
        try:
            return schema.model_validate(data), problems
        except ValidationError as error:
            details = error.errors()
            problems = problems or [_problem(detail, schema, settings) for detail in details]
            data = _without(data, {_faulty(detail, settings) for detail in details})
    return None, problems


def _path(detail: ErrorDetails, settings: Settings) -> Path:
    """Return where in the tree the detail points, without pydantic's own words for unions."""
    path: list[str | int] = []
    here: Any = settings.tree
    for step in detail["loc"]:
        inside_group = isinstance(here, dict) and step in here
        if inside_group or (isinstance(here, list) and isinstance(step, int) and step < len(here)):
            here = here[step]
        elif detail["type"] == "missing":
            path.append(step)
            break
        else:
            continue
        path.append(step)
    return tuple(path)


def _faulty(detail: ErrorDetails, settings: Settings) -> Path:
    """Return what to leave out: the value itself, or the group that lacks what it needs."""
    path = _path(detail, settings)
    return path[:-1] if detail["type"] == "missing" and len(path) > 1 else path


def _without(data: Any, paths: set[Path]) -> Any:  # noqa: ANN401 - a tree of unknown shape
    if isinstance(data, dict):
        heads = {path[0] for path in paths if len(path) == 1}
        return {
            name: _without(value, {path[1:] for path in paths if len(path) > 1 and path[0] == name})
            for name, value in data.items()
            if name not in heads
        }
    if isinstance(data, list):
        heads = {path[0] for path in paths if len(path) == 1}
        return [value for number, value in enumerate(data) if number not in heads]
    return data


def _problem(detail: ErrorDetails, schema: type[BaseModel], settings: Settings) -> Problem:
    path = _path(detail, settings)
    name = ".".join(str(step) for step in path)
    place = settings.place(path)
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = _names_at(schema, path[:-1])
        return Problem(
            code="setting-unknown",
            severity=Severity.ERROR,
            message=f'"{name}" is not a setting.',
            hint=did_you_mean(str(path[-1]), known),
            place=place,
        )
    if kind == "missing":
        return Problem(
            code="setting-missing",
            severity=Severity.ERROR,
            message=f'The setting "{name}" is required and is not there.',
            hint=f"Write `{path[-1]}: …`.",
            place=place,
        )
    return Problem(
        code="setting-invalid",
        severity=Severity.ERROR,
        message=f'"{name}" does not work with the value "{_shown(detail["input"])}".',
        hint=_advice(detail),
        place=place,
    )


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else ("a list" if isinstance(value, list) else "a group")
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - a line in a terminal


def _advice(detail: ErrorDetails) -> str:
    """Return what to write instead."""
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind == "literal_error":
        return f"Write one of: {context['expected']}."
    if kind.startswith("date"):
        return "Write a date as year-month-day, such as 2026-10-01."
    if kind in {"string_type", "list_type", "tuple_type", "dict_type", "model_type"}:
        shape = {"string_type": "a single value", "list_type": "a list", "tuple_type": "a list"}
        return f"Write {shape.get(kind, 'a group of indented `name: value` lines')} here."
    if kind == "value_error":
        return f"{context['error']}"
    return f"{detail['msg']}."


def _names_at(schema: type[BaseModel], path: Path) -> list[str]:
    """Return the names that `schema` knows at `path`."""
    here: type[BaseModel] = schema
    for step in path:
        for field in here.model_fields.values():
            if field.alias == step:
                inner = _schema_in(field.annotation)
                if inner:
                    here = inner
                break
    return [field.alias or name for name, field in here.model_fields.items()]


def _schema_in(annotation: object) -> type[BaseModel] | None:
    """Return the group of settings that an annotation speaks of, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _schema_in(inner)
        if found:
            return found
    return None
