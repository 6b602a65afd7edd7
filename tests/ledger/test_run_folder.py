"""Run folders, their evidence and `latest`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tellonce.ledger import RunFolder, latest_run
from tellonce.model.masks import MaskSettings
from tellonce.probes.protocol import Capture
from tellonce.story.masks import Masks


def test_latest_points_to_the_newest_run(tmp_path: Path) -> None:
    RunFolder(tmp_path / "r1").create().become_latest()
    newest = RunFolder(tmp_path / "r2").create()
    assert latest_run(tmp_path) == tmp_path / "r1"  # nothing to look at in r2 yet
    newest.become_latest()
    assert latest_run(tmp_path) == newest.path
    assert os.readlink(tmp_path / "latest") == "r2"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["latest", "r1", "r2"]


def test_without_symlinks_latest_is_a_text_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("symlinks are not allowed here")

    monkeypatch.setattr(os, "symlink", refuse)
    folder = RunFolder(tmp_path / "r1").create()
    folder.become_latest()
    assert (tmp_path / "latest").read_text(encoding="utf-8") == "r1"
    assert latest_run(tmp_path) == folder.path


def test_before_the_first_run_there_is_no_latest(tmp_path: Path) -> None:
    assert latest_run(tmp_path) is None


def test_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "r1").create()
    one = folder.keep(Capture(kind="screenshot", caption="before", media_type="image/png", body=b"png"))
    two = folder.keep(Capture(kind="screenshot", caption="after", media_type="image/png", body=b"png"))
    assert one.path == two.path
    assert [file.name for file in (folder.path / "evidence").iterdir()] == [Path(one.path).name]
    assert (folder.path / one.path).read_bytes() == b"png"
    assert (one.caption, two.caption) == ("before", "after")


def test_short_text_stays_in_the_history_and_long_text_gets_a_file(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "r1").create()
    short = folder.keep(Capture(kind="file-line", caption="feed", text="Hauptstrasse 12", place="line 2"))
    long = folder.keep(Capture(kind="mail", caption="mail", text="ü" * 5_000))
    assert (short.path, short.text, short.place) == ("", "Hauptstrasse 12", "line 2")
    assert long.text == ""
    assert long.path.endswith(".txt")
    assert (folder.path / long.path).read_text(encoding="utf-8") == "ü" * 5_000


def test_evidence_keeps_no_secret_and_no_byte_is_lost(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "r1", redact=lambda text: text.replace("hunter2", "***")).create()
    text = folder.keep(Capture(kind="text", caption="hunter2", text="hunter2"))
    mail = folder.keep(Capture(kind="mail", caption="mail", media_type="message/rfc822", body=b"hunter2 \xff\xfe"))
    assert (text.caption, text.text) == ("***", "***")
    assert (folder.path / mail.path).read_bytes() == b"*** \xff\xfe"


def test_an_unknown_media_type_still_gets_a_file_name(tmp_path: Path) -> None:
    kept = RunFolder(tmp_path).keep(Capture(kind="row", caption="x", media_type="application/x-odd", body=b"1"))
    assert kept.path.endswith(".bin")


@pytest.mark.parametrize(
    ("media_type", "ending"),
    [("text/html; charset=utf-8", ".html.txt"), ("message/rfc822", ".eml.txt"), ("image/svg+xml", ".svg.txt")],
)
def test_what_would_run_when_it_is_opened_is_kept_as_text(media_type: str, ending: str, tmp_path: Path) -> None:
    kept = RunFolder(tmp_path).keep(Capture(kind="text", caption="x", media_type=media_type, body=b"<script>"))
    assert kept.path.endswith(ending)


ENCODED = (
    b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naHVudGVyMiBhdCBqb0BtYWlsLmV4YW1wbGU=\r\n"
)


def test_a_mail_whose_encoded_part_holds_a_secret_is_kept_as_its_clean_text(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, redact=lambda text: text.replace("hunter2", "[secret]"))
    kept = folder.keep(
        Capture(kind="mail", caption="m", media_type="message/rfc822", body=ENCODED, text="hunter2 at jo@mail.example")
    )
    assert (kept.path, kept.text, kept.media_type) == ("", "[secret] at jo@mail.example", "text/plain")


def test_masks_hold_for_all_text_of_evidence(tmp_path: Path) -> None:
    masks = Masks(MaskSettings(rules=("email",)))
    masks.spare(["maria@neu.example"])
    folder = RunFolder(tmp_path, masks=masks)
    said = "to jo@mail.example, not maria@neu.example"
    kept = folder.keep(Capture(kind="row", caption=said, text=said, place=said))
    page = folder.keep(Capture(kind="text", caption="page", media_type="text/html", body=said.encode()))
    mail = folder.keep(Capture(kind="mail", caption="m", media_type="message/rfc822", body=ENCODED, text=said))
    clean = "to ⟦masked: email⟧, not maria@neu.example"
    assert (kept.caption, kept.text, kept.place) == (clean, clean, clean)
    assert (tmp_path / page.path).read_text(encoding="utf-8") == clean
    assert (mail.path, mail.text) == ("", clean)


def test_pictures_can_be_left_out_because_nothing_in_them_can_be_masked(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, masks=Masks(MaskSettings(pictures="leave out")))
    kept = folder.keep(Capture(kind="screenshot", caption="page", media_type="image/png", body=b"png"))
    assert (kept.path, kept.text) == ("", "The picture is left out, as [tool.tellonce.mask] asks.")
    assert not (tmp_path / "evidence").exists()
