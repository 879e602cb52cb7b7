"""What importing the views does to somebody's own Panel server: nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LOOK = """
import gc, json, pkgutil, sys
from importlib import import_module

import holoviews as hv
import holoviews.plotting.bokeh
import panel as pn
from bokeh.server.session import ServerSession
from bokeh.server.views.ws import WSHandler
from tornado.websocket import WebSocketHandler

# as if they drew with another backend, which is not installed here
hv.Store.renderers["matplotlib"] = hv.Store.renderers["bokeh"]
hv.Store.current_backend = "matplotlib"


def state():
    classes = WSHandler, WebSocketHandler, ServerSession
    return {
        "methods": {f"{c.__name__}.{name}": id(value) for c in classes for name, value in vars(c).items()},
        "switch interval": sys.getswitchinterval(),
        "set aside": gc.get_freeze_count(),
        "backend": hv.Store.current_backend,
        "display": str(hv.Store._display_hooks),
        "panel": {name: repr(getattr(pn.config, name)) for name in pn.config.param if name != "name"},
        "watchers": {name: len(by.get("value", ())) for name, by in pn.state.param.watchers.items()},
    }


before = state()
%s
after = state()
print(json.dumps({name: [before[name], after[name]] for name in before if before[name] != after[name]}))
"""
ALL = """
import explorer.views
for found in pkgutil.walk_packages(explorer.views.__path__, "explorer.views."):
    import_module(found.name)
from explorer import Explorer, plots
"""
PLOT = """
from explorer import evaluate, plots, read
results = evaluate(read("layouts/switch_51t_cpo.layout.yaml"))
image, racks = plots.heat_map(results, "r1.sw1") * plots.parts(results, "r1.sw1"), plots.rack_profile(results)
shown = image + racks + plots.busbar(results) + plots.shelves(results) + plots.distance(results, "ports")
"""


def changed_by(code: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", LOOK % code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_what_is_looked_at_sees_a_change():
    changed = changed_by("sys.setswitchinterval(0.001); pn.config.design = pn.theme.Bootstrap")
    assert set(changed) == {"switch interval", "panel"}


@pytest.mark.parametrize("code", [ALL, PLOT], ids=["import", "plots"])
def test_a_server_of_somebody_else_stays_as_it_is(code):
    assert changed_by(code) == {}
