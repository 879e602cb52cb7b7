// One glyph over one map; see bare_page.py.
export function render({model, el}) {
  const [root, canvas, glyph] = ["section", "canvas", "div"].map(tag => document.createElement(tag));
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
}
