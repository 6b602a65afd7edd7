from __future__ import annotations

import pytest

from tellonce.model.errors import ProbeBlind, UsageProblem
from tellonce.model.observation import Seen
from tellonce.probes import make_probe

pytestmark = pytest.mark.anyio
CSV = {
    "kind": "files",
    "folder": "cards",
    "pattern": "embossing-*.csv",
    "format": "csv",
    "trailer": "#TRAILER",
    "customer_column": "customer_no",
    "produced_column": "produced_at",
    "read": {"postal_address": {"street": "street", "city": "city"}},
    "destination_from": "postal_address",
}
FIXED = {
    "kind": "files",
    "folder": "cards",
    "format": "fixed",
    "fields": [["customer_no", 10], ["line1", 12], ["city", 8], ["email", 24]],
    "customer_field": "customer_no",
    "trailer": "TRAILER",
    "read": {"postal_address": ["line1", "city"], "email": {"address": "email"}},
}
HEAD = "customer_no,street,city,produced_at\n"
HERS = "4711000001,Rosenweg,München,2026-03-15T02:00:00+01:00\n"


@pytest.fixture
async def cards(sources, at, tmp_path, drop):
    folder = tmp_path / "cards"
    folder.mkdir()

    class Cards:
        target = at("emission", "postal_address", destination="postal_address")

        async def open(self, settings=CSV):
            self.probe = make_probe(self.target.place, settings, sources)
            self.cursor = await self.probe.arm(self.target)

        def put(self, text, name="embossing-1.csv"):
            drop(folder, name, text if isinstance(text, bytes) else text.encode())

        async def look(self):
            return (await self.probe.look(self.target, self.cursor)).items

    cards = Cards()
    yield cards
    if hasattr(cards, "probe"):
        await cards.probe.close()


async def test_her_line_is_one_emission(cards):
    await cards.open()
    cards.put(HEAD + "4711000009,Elsewhere,Ulm,\n" + HERS + "#TRAILER,2\n")
    (item,) = await cards.look()
    assert item.key == "embossing-1.csv:3"
    assert item.destination == Seen(components={"street": "Rosenweg", "city": "München"})
    assert item.seen == {}
    assert item.originated == "2026-03-15T02:00:00+01:00"
    assert item.recipient == "self"
    (capture,) = await cards.probe.capture(cards.target, item)
    assert (capture.kind, capture.place) == ("file-line", "embossing-1.csv:3")
    assert capture.text.startswith("4711000001,Rosenweg,München,2026")


async def test_a_file_without_its_trailer_says_nothing_yet(cards):
    await cards.open()
    cards.put(HEAD + HERS)
    assert await cards.look() == ()
    cards.put(HEAD + HERS + "#TRAILER,1\n")
    assert [item.key for item in await cards.look()] == ["embossing-1.csv:2"]


async def test_a_file_that_was_there_before_is_new_when_it_is_written_anew(cards):
    cards.put(HEAD + HERS + "#TRAILER,1\n")
    await cards.open()
    assert await cards.look() == ()
    cards.put(HEAD + HERS.replace("Rosenweg", "Tulpenweg") + "#TRAILER,1\n")
    assert [item.destination.components["street"] for item in await cards.look()] == ["Tulpenweg"]


async def test_what_was_seen_stays_when_the_file_is_overwritten_touched_or_taken_away(cards, tmp_path):
    await cards.open()
    cards.put(HEAD + HERS + "#TRAILER,1\n")
    assert len(await cards.look()) == 1
    cards.put(HEAD + HERS + "#TRAILER,1\n")
    assert len(await cards.look()) == 1
    cards.put(HEAD + HERS.replace("Rosenweg", "Tulpenweg") + "#TRAILER,1\n")
    keys = [item.key for item in await cards.look()]
    (tmp_path / "cards" / "embossing-1.csv").unlink()
    assert keys == [item.key for item in await cards.look()]
    assert keys == ["embossing-1.csv:2", "embossing-1.csv (version 2):2"]


async def test_bytes_that_are_not_in_the_encoding_make_that_value_unreadable(cards):
    await cards.open()
    cards.put((HEAD + HERS + "#TRAILER,1\n").encode("latin-1"))
    (item,) = await cards.look()
    assert item.destination == Seen(unreadable="line 2 is not written in utf-8")


async def test_garbled_letters_do_not_tear_a_line_apart(cards):
    await cards.open()
    mangled = HERS.replace("München", "Å\x85Ã³dÅº")
    cards.put(HEAD + mangled + "#TRAILER,1\n")
    (item,) = await cards.look()
    assert item.destination.components["city"] == "Å\x85Ã³dÅº"


async def test_a_missing_column_blinds_and_says_what_is_there(cards):
    await cards.open()
    cards.put("customer_no,street,produced_at\n4711000001,Rosenweg,\n#TRAILER,1\n")
    with pytest.raises(ProbeBlind, match=r"line 2 has no 'city'; it has customer_no, street, produced_at\."):
        await cards.look()


async def test_fixed_width_records_are_cut_at_their_widths(cards, at):
    cards.target = at("emission", "postal_address", "email", destination="postal_address")
    await cards.open(FIXED)
    line = "4711000001" + "Rosenweg 7b".ljust(12) + "München".ljust(8) + "maria.new@example.org".ljust(24)
    cards.put(f"{line}\nTRAILER 000001\n", "feed.txt")
    (item,) = await cards.look()
    assert item.seen == {
        "postal_address": Seen(text="Rosenweg 7b\nMünchen"),
        "email": Seen(components={"address": "maria.new@example.org"}),
    }


def test_a_field_that_the_record_does_not_have_is_refused(sources, at):
    place = at("emission", "email").place
    with pytest.raises(UsageProblem) as caught:
        make_probe(place, FIXED | {"read": {"email": "e_mail"}}, sources)
    assert str(caught.value).splitlines() == [
        "the files probe of card_letter has no field 'e_mail'",
        "  did you mean  email",
        "  valid         customer_no, line1, city, email",
    ]


def test_an_encoding_that_does_not_exist_is_refused(sources, at):
    with pytest.raises(UsageProblem, match="'encoding' is 'utf-9': there is no such encoding"):
        make_probe(at("emission", "postal_address").place, CSV | {"encoding": "utf-9"}, sources)


@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp1250", "cp850", "iso-8859-2", "iso-8859-15", "utf-8-sig", "utf-16", "cp500", "cp273"]
)
async def test_a_file_is_read_in_the_code_page_of_its_system(cards, encoding):
    await cards.open(CSV | {"encoding": encoding})
    cards.put((HEAD + HERS + "#TRAILER,1\n").encode(encoding))
    (item,) = await cards.look()
    assert item.destination == Seen(components={"street": "Rosenweg", "city": "München"})


async def test_a_mark_at_the_beginning_is_no_part_of_the_first_column(cards):
    await cards.open()
    cards.put(b"\xef\xbb\xbf" + (HEAD + HERS + "#TRAILER,1\n").encode())
    assert [item.key for item in await cards.look()] == ["embossing-1.csv:2"]


async def test_a_cell_of_several_lines_keeps_its_lines(cards):
    await cards.open(CSV | {"read": {"postal_address": "street"}, "destination_from": ""})
    cards.put(HEAD + '4711000001,"Rosenweg 7b\n80331 München",,\n#TRAILER,1\n')
    (item,) = await cards.look()
    assert item.seen == {"postal_address": Seen(text="Rosenweg 7b\n80331 München")}


@pytest.mark.parametrize("end", ["", "\x85"])
async def test_records_of_a_mainframe_are_cut_by_their_length_or_at_its_own_line_ends(cards, at, end):
    cards.target = at("emission", "postal_address", "email")
    await cards.open(FIXED | {"encoding": "cp500"})
    record = "4711000001" + "Rosenweg 7b ".ljust(12) + "München".ljust(8) + "maria.new@example.org".ljust(24) + end
    cards.put((record + "TRAILER 1".ljust(54) + end).encode("cp500"), name="cards.dat")
    (item,) = await cards.look()
    assert item.seen["postal_address"] == Seen(text="Rosenweg 7b\nMünchen")
    assert item.seen["email"] == Seen(components={"address": "maria.new@example.org"})
