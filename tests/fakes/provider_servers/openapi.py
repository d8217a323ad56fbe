"""Holds requests and answers against a provider's published OpenAPI description."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema.protocols import Validator
from openapi_schema_validator import (
    OAS30Validator,
    OAS31Validator,
    oas30_format_checker,
    oas31_format_checker,
)
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DATA = Path(__file__).parents[2] / "data" / "providers"
BASE = "urn:description"


class Drift(AssertionError):
    """A request or an answer is not what the provider describes."""


class Description:
    """One description. Paths are given as it writes them: with names in braces."""

    def __init__(self, file: str) -> None:
        self.whole: dict[str, Any] = json.loads((DATA / file).read_text(encoding="utf-8"))
        self._validators: dict[str, Validator] = {}

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource = Resource.from_contents(self.whole, default_specification=DRAFT202012)
        return Registry().with_resource(BASE, resource)

    def request_problems(self, method: str, path: str, body: Any) -> list[str]:
        """What is wrong with a request's body (JSON, or a form as `form` reads it)."""
        operation = self._operation(method, path)
        at = operation["requestBody"]
        pointer = f"/paths/{_escaped(path)}/{method}/requestBody"
        if "$ref" in at:
            pointer = at["$ref"].removeprefix("#")
            at = self._at(pointer)
        (kind,) = at["content"]
        return list(self._problems(f"{pointer}/content/{_escaped(kind)}/schema", body))

    def check_answer(self, method: str, path: str, status: int, body: Any) -> None:
        """Raises Drift for a status that the description does not know, or another body."""
        responses = self._operation(method, path)["responses"]
        if str(status) not in responses:
            raise Drift(f"{method} {path} never answers {status}")
        at, pointer = responses[str(status)], f"/paths/{_escaped(path)}/{method}/responses/{status}"
        if "$ref" in at:
            pointer = at["$ref"].removeprefix("#")
            at = self._at(pointer)
        content = at.get("content")
        if not content:
            if body is not None:
                raise Drift(f"{method} {path} answers {status} without a body")
            return
        (kind,) = content
        problems = list(self._problems(f"{pointer}/content/{_escaped(kind)}/schema", body))
        if problems:
            raise Drift("; ".join(problems))

    def form(self, path: str, fields: Mapping[str, list[str]]) -> dict[str, Any]:
        """A form's fields as the types that the description gives them. Raises Drift for a field
        that it does not know."""
        content = self._operation("post", path)["requestBody"]["content"]
        known = content["application/x-www-form-urlencoded"]["schema"]["properties"]
        return {name: _typed(known, name, values) for name, values in fields.items()}

    def query_problems(self, path: str, query: Mapping[str, list[str]]) -> list[str]:
        known = {
            each["name"]: each["schema"]
            for each in self._operation("get", path)["parameters"]
            if each["in"] == "query"
        }
        return [f"no parameter {name}" for name in query if name not in known]

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self.whole["paths"][path][method]
        except KeyError as error:
            raise Drift(f"no {method} {path} in the description") from error
        return found

    def _at(self, pointer: str) -> Any:
        found: Any = self.whole
        for part in pointer.strip("/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        return found

    def _problems(self, pointer: str, value: Any) -> Iterator[str]:
        if pointer not in self._validators:
            new = self.whole["openapi"].startswith("3.1")
            make = OAS31Validator if new else OAS30Validator
            self._validators[pointer] = make(
                {"$ref": f"{BASE}#{pointer}"},
                registry=self._registry,
                format_checker=oas31_format_checker if new else oas30_format_checker,
            )
        for error in self._validators[pointer].iter_errors(value):
            yield f"{'.'.join(str(part) for part in error.absolute_path)}: {error.message}"


@cache
def description(file: str) -> Description:
    return Description(file)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _typed(known: Mapping[str, Any], name: str, values: list[str]) -> Any:
    if name not in known:
        raise Drift(f"no field {name}")
    kind = known[name].get("type", "string")
    if kind == "array":
        return values
    (value,) = values
    if kind in {"integer", "number"}:
        return int(value) if kind == "integer" else float(value)
    if kind == "boolean":
        return {"true": True, "false": False}[value.lower()]
    return value
