"""A JupyterLab of its own: nobody's settings, no token, nothing fetched, a copy of the shipped notebook."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_S = 120
OPTIONS = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]
QUIET = {"fetchNews": "false", "checkForUpdates": False}
"""JupyterLab's own setting of what it asks the network for."""


@contextmanager
def running(folder: Path, port: int):
    """A server as long as the block lasts, its files and settings in a folder; yields its address."""
    shutil.copytree(ROOT / "apps", folder / "files/apps", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copytree(ROOT / "layouts", folder / "files/layouts")
    setting = folder / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    setting.parent.mkdir(parents=True)
    setting.write_text(json.dumps(QUIET))
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.port={port}"]
    log = folder / "jupyterlab.log"
    with log.open("wb") as sink:
        child = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={folder / 'files'}"],
            cwd=folder,
            env=_surroundings(folder),
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/api", child, log)
            yield url
        finally:
            _end(child)


def open_notebook(page, url: str):
    """Show the shipped notebook, and wait for its kernel: a cell run before asks for one."""
    with page.expect_websocket(lambda socket: "/channels" in socket.url) as kernel:
        page.goto(f"{url}/lab/tree/apps/explorer.ipynb")
    kernel.value.wait_for_event("framereceived")
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for()


def run(page, number: int, text: str = "") -> str:
    """Run one of the notebook's code cells by keys, the first is 1, and wait for it; text of its output.

    With a `text`, that is written into the cell in place of what is in it.
    """
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number - 1)
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    cell.locator(".cm-content").click()
    if text:
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(text)
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(
        "([prompt, before]) => /\\[\\d+\\]/.test(prompt.innerText) && prompt.innerText !== before",
        arg=[prompt.element_handle(), before],
    )
    return "\n".join(cell.locator(".jp-OutputArea-output").all_inner_texts())


def _surroundings(folder: Path) -> dict[str, str]:
    """Environment in which Jupyter finds what is installed beside this Python, and nothing of the user's."""
    proxy = "http://127.0.0.1:9"  # nobody listens there: whatever asks for the network fails
    own = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "IPYTHONDIR": folder / "ipython",
        "PYTHONPATH": ROOT,
    }
    foreign = ("JUPYTER", "JPY_", "VSCODE_", "PANEL_", "BOKEH_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    local = {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": "127.0.0.1,localhost"}
    return {**kept, **local, **{key: str(value) for key, value in own.items()}}


def _wait_for(address: str, child: subprocess.Popen, log: Path):
    get = build_opener(ProxyHandler({})).open
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and child.poll() is None:
        try:
            get(address, timeout=START_S).read()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(errors='replace')}", pytrace=False)


def _end(child: subprocess.Popen):
    """Let the server end its kernels, which have process groups of their own."""
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
