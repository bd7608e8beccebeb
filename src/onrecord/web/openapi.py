"""The API described: an OpenAPI 3.1 document made from the table of endpoints, and a page that shows it to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from onrecord._core import __version__
from onrecord.web.endpoints import JSON, Endpoint, Parameter, Trouble

_REF = "#/components/schemas/{name}"
_WRONG = {
    400: "What was asked cannot be meant: a parameter, or a query; `position` is where in it.",
    404: "There is no such record.",
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


def page(described: Mapping[str, Any]) -> str:
    """The document as a page of HTML that needs no script; all that it holds is escaped."""
    info = described["info"]
    operations = Markup("").join(_section(path, found["get"]) for path, found in described["paths"].items())
    values = Markup("").join(_value(name, schema) for name, schema in described["components"]["schemas"].items())
    return str(
        Markup(
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>The API · {title}</title>\n'
            '<link rel="stylesheet" href="/static/style.css">\n</head>\n<body class="docs">\n'
            '<header><a href="/">{title}</a></header>\n<main>\n<h1>The API of {title} {version}</h1>\n'
            '<p>{summary}</p>\n<p>{description}</p>\n<p><a href="/openapi.json">The same for programs</a>: an OpenAPI '
            "document.</p>\n<h2>Addresses</h2>\n{operations}<h2>Values</h2>\n{values}</main>\n</body>\n</html>\n"
        ).format(
            **{name: info[name] for name in ("title", "version", "summary", "description")},
            operations=operations,
            values=values,
        )
    )


def _section(path: str, operation: Mapping[str, Any]) -> Markup:
    rows = Markup("").join(_asked(parameter) for parameter in operation["parameters"])
    table = Markup(
        "<table>\n<thead><tr><th>parameter</th><th>what it is</th><th>which values</th></tr></thead>\n"
        "<tbody>\n{}</tbody>\n</table>\n"
    )
    statuses = Markup("").join(_status(status, found) for status, found in operation["responses"].items())
    return Markup('<section id="{}">\n<h3><code>GET {}</code></h3>\n<p>{}</p>\n{}<ul>\n{}</ul>\n</section>\n').format(
        operation["operationId"], path, operation["summary"], table.format(rows) if rows else "", statuses
    )


def _asked(parameter: Mapping[str, Any]) -> Markup:
    needed = ", required" if parameter["required"] else ""
    return Markup("<tr><td><code>{}</code>{}</td><td>{}</td><td>{}</td></tr>\n").format(
        parameter["name"], needed, parameter["description"], ", ".join(_bounds(parameter["schema"]))
    )


def _bounds(schema: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in schema:
        yield " or ".join(schema["enum"])
    elif "minimum" in schema:
        yield f"{schema['minimum']:,} to {schema['maximum']:,}"
    else:
        yield f"{schema.get('minLength', 0)} to {schema['maxLength']:,} characters"
    if "default" in schema:
        yield f"else {schema['default']}"


def _status(status: str, response: Mapping[str, Any]) -> Markup:
    [(media, content)] = response["content"].items()
    kind = _kind(content["schema"]) if media == JSON else media
    return Markup("<li><code>{}</code> {} {}</li>\n").format(status, response["description"], kind)


def _value(name: str, schema: Mapping[str, Any]) -> Markup:
    rows = Markup("").join(
        Markup("<tr><td><code>{}</code></td><td>{}</td></tr>\n").format(field, _kind(found))
        for field, found in schema.get("properties", {}).items()
    )
    return Markup(
        '<section id="{}">\n<h3><code>{}</code></h3>\n<p>{}</p>\n<table>\n<tbody>\n{}</tbody>\n</table>\n</section>\n'
    ).format(name, name, schema.get("description", ""), rows)


def _kind(schema: Mapping[str, Any]) -> Markup:
    """What a schema allows, in few words; values of the table below are linked."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#{}">{}</a>').format(name, name)
    if "anyOf" in schema:
        return Markup(" or ").join(_kind(part) for part in schema["anyOf"])
    if "enum" in schema:
        return Markup(", ").join(map(str, schema["enum"]))
    if "prefixItems" in schema:
        return Markup("[{}]").format(Markup(", ").join(_kind(part) for part in schema["prefixItems"]))
    if isinstance(schema.get("items"), Mapping):
        return Markup("array of {}").format(_kind(schema["items"]))
    return Markup.escape(schema.get("type", "anything"))
