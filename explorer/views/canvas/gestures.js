// Pointer gestures: dragging a thing, selecting several with a rubber band, panning and zooming. Each gesture that
// starts also ends, in a drop or a cancel, whatever the browser does.

const SLOP_PX = 3;

// Handles gestures on `surface`. `pick(event)` returns the thing under the pointer, or null. Callbacks:
// on.start(thing, event), on.move(dx, dy, event), on.drop(dx, dy, event), on.cancel(), on.click(thing, event)
// on.hover(event), on.leave()
// on.band(x0, y0, x1, y1, event) while a band is drawn, on.banded(event, canceled) at its end   (optional)
// on.pan(dx, dy), on.zoom(factor, x, y)                                                          (optional)
export function gestures(surface, pick, on) {
  let held = null;
  const fingers = new Map();

  function release(id) {
    if (surface.hasPointerCapture(id)) surface.releasePointerCapture(id);
  }

  function end(event, kept) {
    const {sort, thing, moved, x, y, pointerId} = held;
    held = null;
    release(pointerId);
    if (sort === "band" && moved) on.banded(event, !kept);
    else if (sort !== "thing" || !moved) { if (kept && !moved && sort !== "pan") on.click(thing, event); }
    else if (kept) on.drop(event.clientX - x, event.clientY - y, event);
    else on.cancel();
  }

  function cancel(event) {
    if (held) end(event, false);
  }

  function sort_of(thing, event) {
    if (event.button === 1 || surface.dataset.panning) return on.pan ? "pan" : "";
    if (event.button !== 0) return "";
    if (thing !== null) return "thing";
    return event.pointerType === "touch" && on.pan ? "pan" : on.band ? "band" : "thing";
  }

  // Two fingers pan and zoom; the gesture that the first one began has been canceled.
  function pinch(event) {
    const before = [...fingers.values()];
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const after = [...fingers.values()];
    const span = at => Math.max(Math.hypot(at[0][0] - at[1][0], at[0][1] - at[1][1]), 1);
    const middle = at => [(at[0][0] + at[1][0]) / 2, (at[0][1] + at[1][1]) / 2];
    const [x, y] = middle(after), [x0, y0] = middle(before);
    on.pan(x - x0, y - y0);
    on.zoom(span(after) / span(before), x, y);
  }

  /** @param {boolean | AddEventListenerOptions} options */
  const listen = (name, act, target = surface, options = false) => {
    target.addEventListener(name, act, options);
    return () => target.removeEventListener(name, act, options);
  };

  const ends = [
    listen("pointerdown", event => {
      if (event.pointerType === "touch") fingers.set(event.pointerId, [event.clientX, event.clientY]);
      if (fingers.size === 2 && on.zoom) { cancel(event); return; }
      if (held || !event.isPrimary) return;
      const thing = pick(event), sort = sort_of(thing, event);
      if (!sort) return;
      if (sort === "pan") event.preventDefault();
      held = {sort, thing, x: event.clientX, y: event.clientY, px: event.clientX, py: event.clientY, moved: false, pointerId: event.pointerId};
      if (sort !== "thing" || thing !== null) surface.setPointerCapture(event.pointerId);
    }),
    listen("pointermove", event => {
      if (fingers.size === 2 && fingers.has(event.pointerId) && on.zoom) { pinch(event); return; }
      if (!held || event.pointerId !== held.pointerId) {
        if (!held) on.hover(event);
        return;
      }
      const dx = event.clientX - held.x, dy = event.clientY - held.y;
      if (!held.moved) {
        if (Math.hypot(dx, dy) < SLOP_PX) return;
        if (held.sort === "thing" && held.thing === null) return;
        held.moved = true;
        if (held.sort === "thing") on.start(held.thing, event);
      }
      if (held.sort === "thing") on.move(dx, dy, event);
      else if (held.sort === "band") on.band(held.x, held.y, event.clientX, event.clientY, event);
      else {
        on.pan(event.clientX - held.px, event.clientY - held.py);
        [held.px, held.py] = [event.clientX, event.clientY];
      }
    }),
    listen("pointerup", event => {
      fingers.delete(event.pointerId);
      if (held && event.pointerId === held.pointerId) end(event, true);
    }),
    listen("pointercancel", event => { fingers.delete(event.pointerId); cancel(event); }),
    listen("lostpointercapture", event => { if (held && event.pointerId === held.pointerId) cancel(event); }),
    listen("pointerleave", () => { if (!held) on.leave(); }),
    listen("wheel", event => {
      if (!on.zoom || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      on.zoom(Math.exp(-event.deltaY * 0.004), event.clientX, event.clientY);
    }, surface, {passive: false}),
    listen("keydown", event => {
      if (event.key === "Escape" && held?.moved) { event.preventDefault(); event.stopPropagation(); cancel(event); }
    }, window, true),
  ];

  return {
    get active() { return Boolean(held?.moved); },
    cancel,
    stop() { ends.forEach(end => end()); },
  };
}
