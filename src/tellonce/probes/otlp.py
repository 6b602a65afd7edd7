"""OpenTelemetry's spans as they come over HTTP (OTLP), in JSON or protobuf, plain or gzipped.

Whatever comes is hostile until it is read: sizes are bounded before and after unpacking, and a body that cannot be read
is answered with words.
Source: opentelemetry.io, OTLP specification 1.x, "OTLP/HTTP".
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["MOST_BYTES", "Export", "OtlpSpan", "UnacceptableExport", "answer_export", "read_export"]

MOST_BYTES = 4_000_000
"""Of one body, unpacked: eight times what an exporter sends by default at its fullest."""
_MOST_SPANS = 10_000
_LONGEST = 1_000
_PROTOBUF = ("application/x-protobuf", "application/protobuf")
_ERRORS = (2, "2", "STATUS_CODE_ERROR")
_ENTERING = (2, 5, "SPAN_KIND_SERVER", "SPAN_KIND_CONSUMER")
_HEX = re.compile(r"[0-9a-f]+")


class UnacceptableExport(Exception):
    """A body that cannot be taken. status: of the HTTP answer; the text says what to do."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class OtlpSpan:
    """What is kept of a span. Attributes and events are not: they may hold anything about anybody.

    trace: 32 hexadecimal digits; span, parent: 16, parent "" for none. service: "" when the sender gives no name.
    enters: work that came from outside, by a request or a message.
    """

    trace: str
    span: str
    parent: str
    service: str
    name: str
    enters: bool
    status: Literal["ok", "error"]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One request's spans. rejected: how many were no spans, or too many."""

    spans: tuple[OtlpSpan, ...]
    rejected: int


def read_export(content_type: str, content_encoding: str, body: bytes) -> Export:
    """The spans of one request. Raises UnacceptableExport."""
    plain = _unpacked(content_encoding.strip().casefold(), body)
    kind = _media_type(content_type)
    if kind == "application/json":
        found = _of_json(plain)
    elif kind in _PROTOBUF:
        found = _of_protobuf(plain)
    else:
        raise UnacceptableExport(415, f"'{kind[:80]}' is not taken: send application/x-protobuf or application/json")
    spans: list[OtlpSpan] = []
    rejected = 0
    for span in found:
        if span is None or len(spans) >= _MOST_SPANS:
            rejected += 1
        else:
            spans.append(span)
    return Export(spans=tuple(spans), rejected=rejected)


def answer_export(content_type: str, rejected: int) -> tuple[str, bytes]:
    """Media type and body of the answer to an export that was taken, in the sender's own format."""
    said = f"{rejected} spans were no spans, or too many" if rejected else ""
    if _media_type(content_type) not in _PROTOBUF:
        partial = {"partialSuccess": {"rejectedSpans": str(rejected), "errorMessage": said}} if rejected else {}
        return "application/json", json.dumps(partial).encode()
    answer = _messages().ExportTraceServiceResponse()
    if rejected:
        answer.partial_success.rejected_spans = rejected
        answer.partial_success.error_message = said
    return _PROTOBUF[0], answer.SerializeToString()


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().casefold()


def _unpacked(encoding: str, body: bytes) -> bytes:
    if encoding in ("", "identity"):
        plain = body
    elif encoding == "gzip":
        plain = _gunzipped(body)
    else:
        raise UnacceptableExport(415, f"the encoding '{encoding[:80]}' is not taken: send gzip, or none")
    if len(plain) > MOST_BYTES:
        raise UnacceptableExport(413, f"more than {MOST_BYTES:,} bytes: send smaller batches")
    return plain


def _gunzipped(body: bytes) -> bytes:
    member = zlib.decompressobj(wbits=31)
    try:
        # One byte beyond the limit is enough to know; a bomb is never unpacked further.
        plain = member.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise UnacceptableExport(400, f"the body is no gzip: {error}") from None
    if not member.eof and len(plain) <= MOST_BYTES:
        raise UnacceptableExport(400, "the gzipped body is cut off")
    return plain


# JSON ---------------------------------------------------------------------------------------------------------------


def _of_json(plain: bytes) -> Iterator[OtlpSpan | None]:
    try:
        said = json.loads(plain)
    except (ValueError, RecursionError):
        raise UnacceptableExport(400, "the body is no JSON") from None
    if not isinstance(said, dict):
        raise UnacceptableExport(400, "the body is no JSON object with 'resourceSpans'")
    for resource in _dicts(said, "resourceSpans"):
        about = resource.get("resource")
        service = _service_of(about) if isinstance(about, dict) else ""
        for scope in _dicts(resource, "scopeSpans"):
            listed = scope.get("spans")
            for span in listed if isinstance(listed, list) else ():
                yield _json_span(span, service) if isinstance(span, dict) else None


def _json_span(span: Mapping[str, Any], service: str) -> OtlpSpan | None:
    given = span.get("status")
    status = given if isinstance(given, dict) else {}
    return _span(
        trace=_text(span.get("traceId")).casefold(),
        span=_text(span.get("spanId")).casefold(),
        parent=_text(span.get("parentSpanId")).casefold(),
        service=service,
        name=_text(span.get("name")),
        enters=span.get("kind") in _ENTERING,
        failed=status.get("code") in _ERRORS,
        message=_text(status.get("message")),
    )


def _service_of(resource: Mapping[str, Any]) -> str:
    for attribute in _dicts(resource, "attributes"):
        value = attribute.get("value")
        if attribute.get("key") == "service.name" and isinstance(value, dict):
            return _text(value.get("stringValue"))
    return ""


def _dicts(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    listed = holder.get(key)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


# protobuf -----------------------------------------------------------------------------------------------------------


def _messages() -> Any:
    """The message classes. They are loaded by the first who needs them: that takes a fifth of a second."""
    try:
        from opentelemetry.proto.collector.trace.v1 import trace_service_pb2  # noqa: PLC0415 - see above
    except ImportError:
        raise UnacceptableExport(
            415,
            "protobuf cannot be read here: pip install 'tellonce[otlp]', or have the service export JSON "
            "(OTEL_EXPORTER_OTLP_PROTOCOL=http/json)",
        ) from None
    return trace_service_pb2


def _of_protobuf(plain: bytes) -> Iterator[OtlpSpan | None]:
    request = _messages().ExportTraceServiceRequest()
    try:
        request.ParseFromString(plain)
    except Exception as error:
        # Its DecodeError is protobuf's own class, of a package that is only there when this is reached.
        raise UnacceptableExport(400, f"the body is no ExportTraceServiceRequest ({type(error).__name__})") from None
    for resource in request.resource_spans:
        names = (a.value.string_value for a in resource.resource.attributes if a.key == "service.name")
        service = next(names, "")
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield _span(
                    trace=span.trace_id.hex(),
                    span=span.span_id.hex(),
                    parent=span.parent_span_id.hex(),
                    service=service,
                    name=span.name,
                    enters=span.kind in _ENTERING,
                    failed=span.status.code in _ERRORS,
                    message=span.status.message,
                )


# either -------------------------------------------------------------------------------------------------------------


def _span(
    *, trace: str, span: str, parent: str, service: str, name: str, enters: bool, failed: bool, message: str
) -> OtlpSpan | None:
    """None when it is no span: its identifiers are not what the standard says, or all zeros."""
    parent = parent if parent.strip("0") else ""
    if not (_is_id(trace, 32) and _is_id(span, 16) and (parent == "" or _is_id(parent, 16))):
        return None
    return OtlpSpan(
        trace=trace,
        span=span,
        parent=parent,
        service=_line(service),
        name=_line(name),
        enters=enters,
        status="error" if failed else "ok",
        message=_line(message) if failed else "",
    )


def _is_id(text: str, digits: int) -> bool:
    return len(text) == digits and _HEX.fullmatch(text) is not None and text.strip("0") != ""


def _line(text: str) -> str:
    """One line, cut, without what could break a terminal or a file: controls and lone surrogates become spaces."""
    shown = "".join(c if c.isprintable() else " " for c in text[: 4 * _LONGEST])
    line = " ".join(shown.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
