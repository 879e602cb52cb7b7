"""The least that a page on this stack can do with a drag: what ``drag_speed.py`` holds Rack Explorer against.

One glyph over one canvas of 64 x 128 values, nothing else on the page; a stand-in for the solver does a
fixed number of sweeps (5 ms of one thread where a core is quick); one position in flight. The target times
were taken from a page like this. ``panel serve tests/bench/bare_page.py``
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import panel as pn
from numba import njit
from panel.custom import JSComponent

import explorer.views.live  # noqa: F401  (it has the web sockets send at once)

SWEEPS = 100
NX, NY = 64, 128


@njit(cache=True, nogil=True)
def stand_in(x, y, sweeps):
    """A warm spot at x, y (0 to 1), spread over a 256 x 256 field; every fourth row and second column of it."""
    n = 256
    field, other = np.zeros((n, n), np.float32), np.zeros((n, n), np.float32)
    row, column = min(max(int(x * n), 2), n - 3), min(max(int(y * n), 2), n - 3)
    for _ in range(sweeps):
        field[row, column] = 1000.0
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                other[i, j] = 0.25 * (field[i - 1, j] + field[i + 1, j] + field[i, j - 1] + field[i, j + 1])
        field, other = other, field
    return field[::4, ::2].copy()


class BarePlan(JSComponent):
    """The glyph and the map; the names in its document are those that ``drag_speed.py`` looks for."""

    _esm = """
export function render({model, el}) {
  const root = document.createElement("section"), canvas = document.createElement("canvas"), glyph = document.createElement("div");
  root.className = "plan canvas-root"; root.style.cssText = "position:relative;width:900px;height:600px";
  canvas.width = 128; canvas.height = 64; canvas.style.cssText = "position:absolute;inset:0;width:900px;height:450px";
  glyph.className = "part"; glyph.dataset.id = "glyph";
  glyph.style.cssText = "position:absolute;left:300px;top:200px;width:60px;height:40px;background:teal;touch-action:none";
  root.append(canvas, glyph); el.append(root);
  const context = canvas.getContext("2d"), image = new ImageData(128, 64), words = new Uint32Array(image.data.buffer);
  let asked = 0, flying = false, next = null, held = null;
  const send = place => { flying = true; model.send_msg(place); };
  glyph.addEventListener("pointerdown", e => { held = [e.clientX, e.clientY]; glyph.setPointerCapture(e.pointerId); });
  glyph.addEventListener("pointermove", e => {
    if (!held) return;
    const dx = e.clientX - held[0], dy = e.clientY - held[1];
    glyph.style.transform = `translate(${dx}px,${dy}px)`;
    const place = {x: 0.5 + dy / 450, y: 0.5 + dx / 900, seq: ++asked};
    root.dataset.asked = asked;
    if (flying) next = place; else send(place);
  });
  glyph.addEventListener("pointerup", () => { held = null; });
  model.on("msg:custom", m => {
    const values = m.values;
    for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | Math.min(255, values[i] * 64);
    context.putImageData(image, 0, 0);
    canvas.dataset.shown = m.seq;
    flying = false;
    if (next) { const place = next; next = null; send(place); }
  });
}"""

    def _handle_msg(self, data):
        values = stand_in(data["x"], data["y"], SWEEPS)
        self._send_msg({"seq": data["seq"], "values": values.ravel()})


stand_in(0.5, 0.5, 1)
BarePlan(width=900, height=600).servable()
