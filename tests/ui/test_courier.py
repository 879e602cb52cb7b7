"""When the messages of a drag leave, as the browser runs it."""

import pytest

from explorer.views.kit.modules import VIEWS

CODE = "const {Rhythm, Courier} = await import(`data:text/javascript,${encodeURIComponent(code)}`);"
WAITS = """async ([code, answer_ms, into_frame_ms]) => {
  %s
  const rhythm = new Rhythm();
  rhythm.answered(answer_ms);
  return rhythm.waits(into_frame_ms);
}"""
BEATS = """async ([code, every_ms, left_out]) => {
  %s
  const rhythm = new Rhythm();
  for (let n = 1; n < 60; n++) if (n %% 10 || !left_out) rhythm.beat(n * every_ms);
  return rhythm.frame_ms;
}"""
SENT = """async ([code, waits]) => {
  %s
  const sent = [], courier = new Courier(message => sent.push([message.at, message.seq]));
  courier.rhythm.waits = () => waits;
  for (const at of [10, 20, 30]) courier.post({at});
  const first = sent.slice();
  courier.ack(1);
  const at_once = sent.slice();
  if (waits) courier.post({at: 40});
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [first, at_once, sent];
}"""
LAST = """async ([code]) => {
  %s
  const sent = [], courier = new Courier(message => sent.push(message.type));
  courier.rhythm.waits = () => true;
  courier.post({type: "drag"});
  courier.post({type: "drag"});
  courier.ack(1);
  const seq = courier.finish({type: "drop"}, () => {});
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  courier.ack(seq);
  courier.closes(seq);
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return sent;
}"""


def run(page, script, *values):
    return page.evaluate(script % CODE, [(VIEWS / "kit/courier.js").read_text(), *values])


@pytest.mark.parametrize(
    ("answer_ms", "into_frame_ms", "waits"),
    [
        (15.0, 0.5, False),  # in time for the next frame
        (15.0, 3.0, True),  # not so, and the next position's answer is there as soon
        (20.0, 3.0, False),  # the next position's answer would be a frame later
        (40.0, 3.0, False),
        (40.0, 12.0, True),
    ],
)
def test_a_position_waits_where_a_newer_one_is_seen_as_soon(page, answer_ms, into_frame_ms, waits):
    assert run(page, WAITS, answer_ms, into_frame_ms) is waits


@pytest.mark.parametrize(("every_ms", "left_out"), [(1000 / 120, False), (1000 / 60, True), (20.0, True)])
def test_how_far_frames_are_apart_is_learned(page, every_ms, left_out):
    assert run(page, BEATS, every_ms, left_out) == pytest.approx(every_ms, rel=0.01)


def test_the_newest_position_leaves_with_the_answer(page):
    first, at_once, all_of_them = run(page, SENT, False)
    assert first == [[10, 1]]
    assert at_once == all_of_them == [[10, 1], [30, 3]]


def test_what_waits_gives_way_to_the_position_of_the_next_frame(page):
    first, at_once, all_of_them = run(page, SENT, True)
    assert first == at_once == [[10, 1]]
    assert all_of_them == [[10, 1], [40, 4]]


def test_nothing_leaves_after_the_last_word(page):
    assert run(page, LAST) == ["drag", "drop"]
