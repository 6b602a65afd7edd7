"""The built-in receiver of OpenTelemetry's spans: what is kept, what is refused, and that nothing breaks it."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from tellonce.probes.otlp import MOST_BYTES, OtlpSpan, UnacceptableExport, read_export
from tellonce.probes.postbox import Postbox
from tellonce.probes.span_files import new_span_id, new_trace_id, read_spans, write_spans

TRACE = new_trace_id()
JSON = "application/json"
PROTOBUF = "application/x-protobuf"
EXPECTED = OtlpSpan(
    trace=TRACE,
    span="00000000000000aa",
    parent="00000000000000bb",
    service="card-system",
    name="receive changed",
    enters=True,
    status="error",
    message="line too long",
)


def body(**different: Any) -> dict[str, Any]:
    """One span of the card system, as OTLP's JSON has it."""
    span = {
        "traceId": TRACE,
        "spanId": "00000000000000AA",
        "parentSpanId": "00000000000000bb",
        "name": "receive changed",
        "kind": 5,
        "startTimeUnixNano": "1",
        "attributes": [{"key": "customer.email", "value": {"stringValue": "maria@example.org"}}],
        "status": {"code": 2, "message": "line too long"},
        **different,
    }
    name = {"key": "service.name", "value": {"stringValue": "card-system"}}
    return {"resourceSpans": [{"resource": {"attributes": [name]}, "scopeSpans": [{"spans": [span]}]}]}


def in_protobuf(**different: Any) -> bytes:
    request = ExportTraceServiceRequest()
    resource = request.resource_spans.add()
    attribute = resource.resource.attributes.add(key="service.name")
    attribute.value.string_value = "card-system"
    span = resource.scope_spans.add().spans.add(
        trace_id=bytes.fromhex(TRACE),
        span_id=bytes.fromhex(EXPECTED.span),
        parent_span_id=bytes.fromhex(EXPECTED.parent),
        name="receive changed",
        kind=5,
        **different,
    )
    span.status.code = 2
    span.status.message = "line too long"
    return request.SerializeToString()


@pytest.fixture
async def postbox(tmp_path):
    box = Postbox(tmp_path / "box")
    box.prepare(fresh=False)
    _, http = await box.open(smtp=("127.0.0.1", 0), http=("127.0.0.1", 0))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{http}") as client:
        yield box, client
    await box.close()


async def post(client, content: bytes, kind: str = JSON, encoding: str = ""):
    headers = {"content-type": kind, **({"content-encoding": encoding} if encoding else {})}
    return await client.post("/v1/traces", content=content, headers=headers)


@pytest.mark.anyio
@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("kind", [f"{JSON}; charset=utf-8", PROTOBUF])
async def test_a_span_is_kept_however_it_comes(postbox, kind, encoding):
    box, client = postbox
    content = in_protobuf() if kind == PROTOBUF else json.dumps(body()).encode()
    answer = await post(client, gzip.compress(content) if encoding else content, kind, encoding)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == (PROTOBUF if kind == PROTOBUF else JSON)
    assert answer.content == (b"" if kind == PROTOBUF else b"{}")
    assert read_spans(box.spans, TRACE) == (EXPECTED,)
    assert list(box.webhook.iterdir()) == []


@pytest.mark.anyio
async def test_what_a_span_says_of_her_is_not_kept(postbox):
    box, client = postbox
    await post(client, json.dumps(body()).encode())

    assert "maria@example.org" not in (box.spans / f"{TRACE}.ndjson").read_text()


@pytest.mark.anyio
async def test_traces_that_no_change_set_off_are_let_go(postbox):
    box, client = postbox
    answer = await post(client, json.dumps(body(traceId="ab" * 16)).encode())

    assert (answer.status_code, answer.json()) == (200, {})
    assert list(box.spans.iterdir()) == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("content", "kind_and_encoding", "status", "said"),
    [
        (b"{", (JSON, ""), 400, "the body is no JSON"),
        (b"[" * 100_000, (JSON, ""), 400, "the body is no JSON"),
        (b"[]", (JSON, ""), 400, "the body is no JSON object with 'resourceSpans'"),
        (b"\xff\xfe\x00", (JSON, ""), 400, "the body is no JSON"),
        (b"\x0a\xff", (PROTOBUF, ""), 400, "the body is no ExportTraceServiceRequest (DecodeError)"),
        (b"{}", ("text/plain", ""), 415, "'text/plain' is not taken: send application/x-protobuf or application/json"),
        (b"{}", ("", ""), 415, "'' is not taken: send application/x-protobuf or application/json"),
        (b"{}", (JSON, "br"), 415, "the encoding 'br' is not taken: send gzip, or none"),
        (b"{}", (JSON, "gzip"), 400, "the body is no gzip: Error -3 while decompressing data: incorrect header check"),
        (gzip.compress(b"{}" * 900)[:-9], (JSON, "gzip"), 400, "the gzipped body is cut off"),
        (gzip.compress(b" " * 40_000_000, 1), (JSON, "gzip"), 413, "more than 4,000,000 bytes: send smaller batches"),
        (b" " * (MOST_BYTES + 1), (JSON, ""), 413, "more than 4,000,000 bytes: send smaller batches"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_be_read_is_answered_with_words(postbox, content, kind_and_encoding, status, said):
    box, client = postbox
    answer = await post(client, content, *kind_and_encoding)

    assert (answer.status_code, answer.json()) == (status, {"error": said})
    assert list(box.spans.iterdir()) == []
    assert (await client.get("/ready")).status_code == 200


@pytest.mark.anyio
async def test_without_its_package_protobuf_is_refused_and_json_is_not(postbox, monkeypatch):
    _, client = postbox
    monkeypatch.setitem(sys.modules, "opentelemetry.proto.collector.trace.v1", None)
    answer = await post(client, in_protobuf(), PROTOBUF)

    assert (answer.status_code, answer.json()) == (
        415,
        {
            "error": "protobuf cannot be read here: pip install 'tellonce[otlp]', or have the service export JSON "
            "(OTEL_EXPORTER_OTLP_PROTOCOL=http/json)"
        },
    )
    assert (await post(client, json.dumps(body()).encode())).status_code == 200


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [JSON, PROTOBUF])
async def test_what_is_no_span_is_counted_in_the_answer(postbox, kind):
    box, client = postbox
    if kind == JSON:
        answer = await post(client, json.dumps(body(spanId="../../etc/passwd")).encode(), kind)
        told = answer.json()["partialSuccess"]
        assert told == {"rejectedSpans": "1", "errorMessage": "1 spans were no spans, or too many"}
    else:
        request = ExportTraceServiceRequest.FromString(in_protobuf())
        request.resource_spans[0].scope_spans[0].spans[0].trace_id = b"short"
        answer = await post(client, request.SerializeToString(), kind)
        assert ExportTraceServiceResponse.FromString(answer.content).partial_success.rejected_spans == 1
    assert answer.status_code == 200
    assert list(box.spans.iterdir()) == []


@pytest.mark.anyio
async def test_a_disk_that_takes_nothing_is_told_to_the_exporter(postbox):
    box, client = postbox
    box.spans.rmdir()
    box.spans.write_text("no folder")
    answer = await post(client, json.dumps(body()).encode())

    assert (answer.status_code, answer.json()) == (503, {"error": "the spans cannot be kept: Not a directory"})


@pytest.mark.anyio
async def test_a_webhook_that_nests_without_end_or_holds_half_a_character_is_kept_all_the_same(postbox):
    box, client = postbox
    assert (await client.post("/sms", content=b"[" * 100_000)).status_code == 200
    assert (await client.post("/sms", content=b'{"text": "\\ud800"}')).status_code == 200

    kept = [json.loads(path.read_text("utf-8"))["body"] for path in sorted(box.webhook.iterdir())]
    assert kept == ["[" * 100_000, {"text": "?"}]


@pytest.mark.anyio
async def test_a_body_without_end_is_refused_before_it_is_sent(postbox):
    _, client = postbox
    answer = await client.post("/sms", content=b"x" * 10_100_000)

    assert (answer.status_code, answer.json()) == (413, {"error": "more than 10,000,000 bytes are not kept"})


# what is read out of a body -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("different", "status"),
    [
        ({"status": {"code": "STATUS_CODE_ERROR"}}, "error"),
        ({"status": {"code": 1, "message": "fine"}}, "ok"),
        ({"status": {}}, "ok"),
        ({"status": None}, "ok"),
        ({"status": {"code": [2]}}, "ok"),
    ],
)
def test_a_span_is_ok_unless_it_says_error(different, status):
    (span,) = read_export(JSON, "", json.dumps(body(**different)).encode()).spans

    assert (span.status, span.message) == (status, "")


def test_a_message_is_one_short_line_without_controls():
    message = "broke\n\x1b[31mat\u202e line 3 \ud800" + "x" * 5_000
    (span,) = read_export(JSON, "", json.dumps(body(status={"code": 2, "message": message})).encode()).spans

    assert span.message.startswith("broke [31mat line 3 xxx")
    assert (len(span.message), span.message[-1]) == (1_000, "…")


def test_a_parent_of_zeros_is_none():
    (span,) = read_export(JSON, "", json.dumps(body(parentSpanId="0" * 16)).encode()).spans

    assert span.parent == ""


_KEYS = "resourceSpans resource attributes key value stringValue scopeSpans spans traceId spanId status".split()  # noqa: SIM905 - reads better
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([TRACE, "aa" * 8])
_JSON = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(_KEYS), inner))


def status_of(kind: str, encoding: str, content: bytes) -> int:
    """As the receiver would answer; anything but words would be a crash."""
    try:
        read_export(kind, encoding, content)
    except UnacceptableExport as refused:
        return refused.status
    return 200


@given(_JSON)
def test_no_json_breaks_the_reader(said):
    for holder in (said, {"resourceSpans": said}, body(status=said), body(name=said, spanId=said)):
        assert status_of(JSON, "", json.dumps(holder).encode()) in (200, 400)


@given(st.binary(), st.sampled_from([JSON, PROTOBUF]), st.sampled_from(["", "gzip"]))
def test_no_bytes_break_the_reader(said, kind, encoding):
    for content in (said, in_protobuf()[: len(said)] + said, zlib.compress(said, wbits=31)):
        assert status_of(kind, encoding, content) in (200, 400, 413)


# files --------------------------------------------------------------------------------------------------------------


def span(number: int, trace: str = TRACE) -> OtlpSpan:
    return OtlpSpan(
        trace=trace, span=f"{number:016x}", parent="", service="s", name="n", enters=False, status="ok", message=""
    )


def test_spans_of_one_trace_are_read_once_each_in_the_order_of_arrival(tmp_path: Path):
    write_spans(tmp_path, [span(2), span(1)])
    write_spans(tmp_path, [span(1), span(3)])

    assert [found.span[-1] for found in read_spans(tmp_path, TRACE)] == ["2", "1", "3"]
    assert read_spans(tmp_path, new_trace_id()) == ()


def test_a_file_that_others_spoilt_gives_what_can_be_read(tmp_path: Path):
    write_spans(tmp_path, [span(1)])
    with (tmp_path / f"{TRACE}.ndjson").open("ab") as file:
        file.write(b'{"trace": 3}\n[]\n\xff\n{}\n' + b"[" * 100_000 + b"\n")
        file.write(json.dumps({"trace": TRACE, "status": "ok", "span": 3}).encode() + b"\n")
        file.write(b'{"trace": "not writ')

    assert read_spans(tmp_path, TRACE) == (span(1),)


def test_one_trace_cannot_fill_the_disk(tmp_path: Path):
    many = [span(number) for number in range(1, 9_000)]
    refused = [write_spans(tmp_path, many) for _ in range(5)]

    assert refused[0] == 0
    assert refused[-1] == len(many)


def test_every_change_has_a_trace_of_its_own_that_the_standard_allows():
    traces, spans = {new_trace_id() for _ in range(100)}, {new_span_id() for _ in range(100)}

    assert len(traces) == len(spans) == 100
    assert {len(trace) for trace in traces} == {32}
    assert {len(one) for one in spans} == {16}
    assert all(int(one, 16) for one in traces | spans)
