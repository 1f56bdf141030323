"""The interface's description, laid out for people: reads by subject, parameters, fields."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A parameter or a field: its name, its kind, what it means, where its own fields stand."""

    name: str
    kind: str
    meaning: str
    is_required: bool
    leads_to: str


@dataclass(frozen=True)
class Read:
    """One read: its address, what it does, its parameters, what it answers."""

    key: str
    path: str
    title: str
    meaning: str
    parameters: tuple[Line, ...]
    answer: str
    leads_to: str
    needs_key: bool


@dataclass(frozen=True)
class Explanation:
    """The whole interface: reads by subject, then the objects that they answer with."""

    title: str
    meaning: str
    version: str
    subjects: tuple[tuple[str, tuple[Read, ...]], ...]
    objects: tuple[tuple[str, str, tuple[Line, ...]], ...]


def explanation(document: Schema) -> Explanation:
    """Lay out an OpenAPI document."""
    subjects: defaultdict[str, list[Read]] = defaultdict(list)
    for path, operations in document["paths"].items():
        read = operations["get"]
        subjects[read["tags"][0]].append(_read(path, read))
    objects = document["components"]["schemas"]
    return Explanation(
        title=document["info"]["title"],
        meaning=document["info"]["description"],
        version=document["info"]["version"],
        subjects=tuple((subject, tuple(reads)) for subject, reads in subjects.items()),
        objects=tuple(
            (name, schema.get("description", ""), _lines(schema)) for name, schema in objects.items()
        ),
    )


def _read(path: str, read: Schema) -> Read:
    answer = read["responses"]["200"]["content"]["application/json"]["schema"]
    return Read(
        key=read["operationId"],
        path=path,
        title=read["summary"],
        meaning=read["description"],
        parameters=tuple(
            _line(each["name"], each["schema"], is_required=each["required"]) for each in read["parameters"]
        ),
        answer=_kind(answer),
        leads_to=_leads_to(answer),
        needs_key="security" in read,
    )


def _lines(schema: Schema) -> tuple[Line, ...]:
    required = schema.get("required", ())
    return tuple(
        _line(name, field, is_required=name in required)
        for name, field in schema.get("properties", {}).items()
    )


def _line(name: str, field: Schema, *, is_required: bool) -> Line:
    return Line(name, _kind(field), field.get("description", ""), is_required, _leads_to(field))


def _kind(schema: Schema) -> str:
    """Name a kind of value as JSON Schema does: these are names that programs use, in no language."""
    if "$ref" in schema:
        return _leads_to(schema)
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"« {value} »" for value in schema["enum"])
    if "const" in schema:
        return f"« {schema['const']} »"
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'])}]" if "items" in schema else "array"
    kind = str(schema.get("type", "…"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _leads_to(schema: Schema) -> str:
    """Return the name of the object that a value holds, if it holds one."""
    inner = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    return next((each["$ref"].rsplit("/", 1)[-1] for each in inner if "$ref" in each), "")
