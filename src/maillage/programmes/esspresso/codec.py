"""Frozen dataclasses to and from JSON values, by their type hints alone.

Sets become sorted lists, enumerations their value, dates and hours ISO texts; fields that hold their default
are left out. Reading trusts nothing: a malformed value raises `CodecError`, which says where.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class CodecError(ValueError):
    """The value does not have the expected shape."""


def encode(value: object) -> Any:
    """The value in JSON's own types."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case date() | time():
            return value.isoformat()
        case frozenset() | set():
            return sorted(encode(item) for item in value)
        case tuple() | list():
            return [encode(item) for item in value]
        case Mapping():
            return {str(key): encode(item) for key, item in value.items()}
    if is_dataclass(value):
        held = {field: getattr(value, field.name) for field in fields(value)}
        return {
            field.name: encode(item)
            for field, item in held.items()
            if field.default is MISSING or item != field.default
        }
    raise TypeError(f"no JSON for {type(value).__name__}")


def decode(expected: type[T], value: object) -> T:
    """The value as an instance of `expected`. Raises `CodecError`."""
    return cast("T", _decode(expected, value, expected.__name__))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(expected: Any, value: object, where: str) -> object:
    origin, arguments = get_origin(expected), get_args(expected)
    if origin in {Union, types.UnionType}:
        return _one_of(arguments, value, where)
    if origin in {tuple, frozenset}:
        return _collection(origin, arguments, value, where)
    if origin is not None and issubclass(origin, Mapping):
        return {
            key: _decode(arguments[1], item, f"{where}.{key}") for key, item in _object(value, where).items()
        }
    if expected in {None, types.NoneType}:
        return _exactly(value is None, value, where)
    if is_dataclass(expected):
        return _dataclass(cast("type", expected), value, where)
    return _scalar(expected, value, where)


def _one_of(choices: tuple[Any, ...], value: object, where: str) -> object:
    for choice in choices:
        try:
            return _decode(choice, value, where)
        except CodecError:
            continue
    raise CodecError(where)


def _collection(origin: type, arguments: tuple[Any, ...], value: object, where: str) -> object:
    if not isinstance(value, list):
        raise CodecError(where)
    if origin is tuple and Ellipsis not in arguments:
        if len(value) != len(arguments):
            raise CodecError(where)
        kinds = arguments
    else:
        kinds = (arguments[0],) * len(value)
    return origin(
        _decode(kind, item, f"{where}[{at}]")
        for at, (kind, item) in enumerate(zip(kinds, value, strict=True))
    )


def _dataclass(kind: type, value: object, where: str) -> object:
    given = _object(value, where)
    hints = _hints(kind)
    arguments = {}
    for field in fields(kind):
        if field.name in given:
            arguments[field.name] = _decode(hints[field.name], given[field.name], f"{where}.{field.name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise CodecError(f"{where}.{field.name}")
    if set(given) - set(arguments):
        raise CodecError(f"{where}.{min(set(given) - set(arguments))}")
    return kind(**arguments)


def _scalar(expected: Any, value: object, where: str) -> object:
    try:
        if expected is bool or expected is str:
            return _exactly(isinstance(value, expected), value, where)
        if expected is int:
            return _exactly(isinstance(value, int) and not isinstance(value, bool), value, where)
        if expected is float:
            _exactly(isinstance(value, int | float) and not isinstance(value, bool), value, where)
            return float(cast("float", value))
        if expected in {date, time}:
            return expected.fromisoformat(_exactly(isinstance(value, str), value, where))
        return expected(value)  # an enumeration
    except (ValueError, TypeError, OverflowError) as error:
        raise CodecError(where) from error


def _exactly(right: bool, value: object, where: str) -> Any:
    if not right:
        raise CodecError(where)
    return value


def _object(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise CodecError(where)
    return value
