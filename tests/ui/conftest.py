"""A server, a Chromium, and a page that fails its test on any error or any request to elsewhere.

The notebook's test does not belong in this folder: Playwright keeps an event loop running in this thread
as long as these tests last, and a notebook client needs its own.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import sync_playwright

from tests.ui import chromium, jupyterlab

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PICTURES = ROOT / ".cache/ui-failures"
LOCAL = {"localhost", "127.0.0.1"}
START_S = 180  # the first page of a fresh checkout compiles kernels


class Server(NamedTuple):
    """A running `panel serve`."""

    url: str
    log: Path
    app: str

    @property
    def page_url(self) -> str:
        return f"{self.url}/{Path(self.app).stem}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Every test here drives a page; of one that runs in both themes, the dark one is long."""
    ids = {item.nodeid for item in items}
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.ui)
            if "dark" in item.nodeid and item.nodeid.replace("dark", "light") in ids:
                item.add_marker(pytest.mark.long)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of the page on which a test failed."""
    report = yield
    values = getattr(item, "funcargs", {})
    page = values.get("page") or values.get("notebook")
    if call.when == "call" and report.failed and page is not None and not page.is_closed():
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{item.name}.png".replace("/", "_")
        page.screenshot(path=picture)
        report.sections.append(("the page", str(picture)))
    return report


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server") / "panel.log") as running:
        yield running


@contextmanager
def serving(
    log: Path | None = None,
    port: int = 0,
    app: str = "apps/explorer.py",
    processes: int = 1,
    folder: Path = ROOT,
    **environment: str,
):
    """A server of the page on a port, or else on a free one, as long as the block lasts."""
    log = log or Path(tempfile.mkdtemp()) / "panel.log"
    port = port or _free_port()
    command = [sys.executable, "-m", "panel", "serve", app, "--port", str(port)]
    with log.open("wb") as sink:
        child = subprocess.Popen(
            [*command, "--address", "localhost", "--num-procs", str(processes)],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            running = Server(f"http://localhost:{port}", log, app)
            _wait_for(running, child)
            yield running
        finally:
            _end_group(child)


@pytest.fixture(scope="package")
def browser():
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def color_scheme():
    """What the user's system prefers; `parametrize("color_scheme", ["light", "dark"])` to have both."""
    return "light"


@pytest.fixture
def page(browser, server, color_scheme):
    """An empty page of 1440 x 900; `page.goto(server.page_url)` or `page.goto("/explorer?layout=...")`."""
    seen_of_log = server.log.stat().st_size
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme=color_scheme, base_url=server.url
    )
    opened = context.new_page()
    problems = _watched(context, opened)
    yield opened
    context.close()
    logged = server.log.read_bytes()[seen_of_log:].decode(errors="replace")
    if _defects(logged):
        problems.append(f"the server logged:\n{logged}")
    if problems:
        pytest.fail("while the page was open:\n" + "\n".join(problems), pytrace=False)


@pytest.fixture
def notebook(browser, tmp_path):
    """The shipped notebook in a JupyterLab of its own, its kernel at rest and no cell run yet."""
    with jupyterlab.running(tmp_path, _free_port()) as url:
        context = browser.new_context(viewport={"width": 1440, "height": 1400})
        context.set_default_timeout(90_000)
        opened = context.new_page()
        problems = _watched(context, opened)
        jupyterlab.open_notebook(opened, url)
        yield opened
        context.close()
    if problems:
        pytest.fail("while the notebook was open:\n" + "\n".join(problems), pytrace=False)


def _defects(logged: str) -> list[str]:
    """Tracebacks of a server's log, but for those of a browser that left in the middle of an answer."""
    # Bokeh 3.10 asserts that there is a session where a browser leaves while it is made
    left = ("WebSocketClosedError", "StreamClosedError", "assert self._session is not None")
    errors = [part.strip() for part in logged.split("Traceback (most recent call last):")[1:]]
    return [error for error in errors if not any(name in error for name in left)]


def _watched(context, page) -> list[str]:
    """A list that fills with what must not happen on a page."""
    problems = []

    def note_request(url):
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL:
            problems.append(f"request to elsewhere: {url}")

    def note_console(message):
        if message.type == "error":
            problems.append(f"console: {message.text}")

    context.on("request", lambda request: note_request(request.url))
    page.on("websocket", lambda socket: note_request(socket.url))
    page.on("console", note_console)
    page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    return problems


def _wait_for(server: Server, child: subprocess.Popen):
    """Until the page answers; an answer alone is not enough, a script that failed answers too."""
    get = build_opener(ProxyHandler({})).open  # a proxy of the surroundings must not be asked for localhost
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and child.poll() is None:
        try:
            get(server.page_url, timeout=START_S).read()
            break
        except (URLError, OSError):
            time.sleep(0.1)
    else:
        pytest.fail(f"the server did not start:\n{server.log.read_text()[-4000:]}", pytrace=False)
    if "Traceback" in (logged := server.log.read_text()):
        pytest.fail(f"the page failed on the server:\n{logged}", pytrace=False)


def _end_group(child: subprocess.Popen):
    for signum in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, signum)
            child.wait(timeout=5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
