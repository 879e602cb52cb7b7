"""A first start: the page is up before its kernels are compiled, draws, says how far they are, goes on."""

import re
import shutil
from contextlib import contextmanager

import psutil
import pytest

from explorer.solvers.compiled import cache_folder
from explorer.solvers.examples import EXAMPLES
from explorer.solvers.warm_up import warm_up
from tests.ui.conftest import serving

LAST = ("rack", "supplies")
"""Examples that are left to compile where not all are: the page needs the first of them."""
N = len(EXAMPLES)
PATIENCE_MS = 400_000  # on a busy machine all kernels take some minutes


def nearly_full(cache):
    """A cache in which the kernels of the power wing are missing."""
    warm_up()
    full = cache_folder()
    assert full is not None
    copy = cache / full.name
    shutil.copytree(full, copy)
    left_out = [copy / f"{name}.compiled" for name in LAST]
    for file in [*left_out, *copy.glob("power_*/*")]:
        file.unlink()


@contextmanager
def first_page(browser, cache):
    """A page of a server that has a kernel cache of its own, opened, and that server."""
    with serving(NUMBA_CACHE_DIR=str(cache)) as server:
        page = browser.new_page(base_url=server.url)
        page.set_default_timeout(PATIENCE_MS)
        yield page, server
        page.close()
        assert "Traceback" not in server.log.read_text()


def compilers(cache):
    """Processes that compile into that cache."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if "explorer.solvers.warm_up" in (process.info["cmdline"] or ()):
            try:
                if process.environ().get("NUMBA_CACHE_DIR") == str(cache):
                    found.append(process)
            except psutil.Error:
                continue
    return found


@pytest.mark.parametrize(
    "fill",
    [
        pytest.param(nearly_full, id="nearly full"),
        pytest.param(None, id="empty", marks=pytest.mark.long),
    ],
)
def test_the_page_draws_and_says_what_compiles_until_it_has_figures(browser, tmp_path, fill):
    if fill:
        fill(tmp_path)
    with first_page(browser, tmp_path) as (page, _):
        page.goto("/explorer?layout=switch_51t_cpo")
        page.evaluate("() => { window.is_the_same = true; }")
        page.locator(".waiting .tray").first.wait_for()
        assert page.locator(".waiting .part, .waiting .optical").count() > 20
        assert page.locator(".waiting .title").inner_text() == "Switch 51.2T, 64 x 800G CPO"
        page.locator(".waiting-line", has_text=re.compile(rf"Compiling \w+ kernels, \d+ of {N}$")).wait_for()
        first = page.locator(".waiting-line").inner_text()
        if not fill:
            page.locator(".waiting-line", has_not_text=first).wait_for()
        page.locator('.plan [data-id="sw.asic0"]').wait_for()
        page.locator(".state", has_text="settled").wait_for()
        assert page.locator(".waiting").count() == 0
        assert re.search(r"[1-9]", page.locator(".tile", has_text="Rack input").inner_text())
        assert page.evaluate("window.is_the_same")
        assert page.url.endswith("?layout=switch_51t_cpo")


@pytest.mark.long
def test_an_unknown_layout_is_told_of_once_the_page_is_there(browser, tmp_path):
    nearly_full(tmp_path)
    with first_page(browser, tmp_path) as (page, _):
        page.goto("/explorer?layout=gb200_nvl7")
        page.locator(".waiting .tray").first.wait_for()
        page.locator(".toast.shown", has_text="there is no layout 'gb200_nvl7'").wait_for()


def test_a_server_that_ends_while_kernels_compile_leaves_nobody_behind(browser, tmp_path):
    with first_page(browser, tmp_path) as (page, _):
        page.goto("/explorer?layout=switch_51t_cpo")
        page.locator(".waiting-line", has_text="Compiling").wait_for()
        children = compilers(tmp_path)
        assert children
    assert not psutil.wait_procs(children, timeout=20)[1]
