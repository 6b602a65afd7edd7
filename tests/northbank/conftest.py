"""A bank in this process for each test."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from aiosmtpd.smtp import SMTP
from northbank_bench import Bench, Outside  # puts the reference service on the path

from northbank.app import build_app
from northbank.paper import Press
from northbank.settings import Settings


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def font_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cutting the font down takes a second; once is enough for all tests."""
    folder = tmp_path_factory.mktemp("fonts")
    Press(folder).prepare()
    return folder


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    remembered = Outside()
    loop = asyncio.get_running_loop()
    mail = await loop.create_server(lambda: SMTP(remembered, loop=loop), "127.0.0.1", 0)
    texts = await asyncio.start_server(remembered.take_text, "127.0.0.1", 0)
    remembered.smtp_port = mail.sockets[0].getsockname()[1]
    remembered.sms_port = texts.sockets[0].getsockname()[1]
    yield remembered
    for server in (mail, texts):
        server.close()
        await server.wait_closed()


@pytest.fixture
async def bench(outside: Outside, tmp_path: Path, font_folder: Path) -> AsyncIterator[Bench]:
    data = tmp_path / "northbank"
    data.mkdir()
    (data / "fonts").symlink_to(font_folder, target_is_directory=True)
    settings = Settings(
        data=data,
        smtp_port=outside.smtp_port,
        sms_url=f"http://127.0.0.1:{outside.sms_port}/sms",
        delay_max_s=0.01,
        send_back_off_s=0.001,
    )
    app = build_app(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://bank.test") as client,
    ):
        yield Bench(bank=app.state.bank, client=client, outside=outside, data=data)
