"""The API described: an OpenAPI 3.1 document made from the table of endpoints. docs.html shows it to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from onrecord._core import __version__
from onrecord.web.endpoints import JSON, Endpoint, Parameter, Trouble

_REF = "#/components/schemas/{name}"
_WRONG = {
    400: "What was asked cannot be meant: a parameter, or a query; `position` is where in it.",
    404: "There is no such record.",
    500: "A defect of onrecord; its log says more.",
    503: "The archive cannot be read now: it is not there, damaged, or locked.",
}
_TIME = "ISO 8601, as the page states it: without an offset where it states none"

Schema = dict[str, Any]


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The document that describes these endpoints, as builtins that JSON takes."""
    values = [endpoint.value for endpoint in endpoints if endpoint.media == JSON]
    schemas, components = msgspec.json.schema_components([*values, Trouble], ref_template=_REF)
    known = dict(zip([endpoint.path for endpoint in endpoints if endpoint.media == JSON], schemas, strict=False))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": __version__,
            "summary": "An archive of news records: what was published, and who said what.",
            "description": "Everything here is read; there is no address that writes, and so none that asks for a "
            "token. What pages hold comes from strangers: it is text, and no markup.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            endpoint.path: {"get": _operation(endpoint, known.get(endpoint.path, {"type": "string"}))}
            for endpoint in endpoints
        },
        "components": {"schemas": {name: _of_pages(schema) for name, schema in sorted(components.items())}},
    }


def _operation(endpoint: Endpoint, schema: Schema) -> dict[str, Any]:
    wrong = {"application/json": {"schema": {"$ref": _REF.format(name=Trouble.__name__)}}}
    return {
        "operationId": endpoint.path.strip("/").replace("{", "").replace("}", "").replace("/", "_").replace(".", "_"),
        "summary": endpoint.about,
        "parameters": [_parameter(parameter) for parameter in endpoint.parameters],
        "responses": {
            "200": {"description": "What was asked for.", "content": {endpoint.media: {"schema": schema}}},
            **{str(status): {"description": _WRONG[status], "content": wrong} for status in endpoint.errors},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.about,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }


def _of_pages(schema: Any) -> Any:
    """A schema whose times are those of pages: "date-time" asks for an offset, which many of them do not state."""
    if isinstance(schema, list):
        return [_of_pages(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _of_pages(part) for name, part in schema.items()}
    if found.get("format") == "date-time":
        del found["format"]
        found["description"] = _TIME
    return found
