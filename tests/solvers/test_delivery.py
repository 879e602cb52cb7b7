"""Busbars with clips and whole power chains against dense Newton, closed forms and the energy they carry."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.errors import SolverError
from explorer.solvers.power.busbar import copper_ohm, solve_ladder
from explorer.solvers.power.delivery import Delivery, Limits, deliver, is_within, most_throttle
from explorer.solvers.power.efficiency import loss_curve
from tests.solvers.naive_flow import clipped_busbar_v


@st.composite
def clipped(draw):
    n = draw(st.integers(1, 10))
    m = draw(st.integers(1, 4))
    r = draw(st.lists(st.floats(1e-6, 1e-4), min_size=n - 1, max_size=n - 1))
    node = draw(st.lists(st.integers(0, n - 1), min_size=m, max_size=m))
    droop = draw(st.lists(st.floats(1e-4, 2e-3), min_size=m, max_size=m))
    power = draw(st.lists(st.floats(0.0, 9000.0), min_size=n, max_size=n))
    clip = draw(st.lists(st.just(0.0) | st.floats(1e-6, 2e-3), min_size=n, max_size=n))
    base = draw(st.sampled_from([48.0, 54.0, 800.0]))
    v0 = draw(st.lists(st.floats(0.97 * base, base), min_size=m, max_size=m))
    return r, node, droop, v0, power, clip


@settings(max_examples=150)
@given(clipped())
def test_a_busbar_with_clips_as_by_dense_newton_with_the_trays_as_nodes(case):
    r, node, droop, v0, power, clip = case
    ladder = solve_ladder(*case)
    expected = clipped_busbar_v(r, node, droop, v0, np.array(power), np.array(clip))
    assert ladder.collapsed == (expected is None)
    if expected is not None:
        np.testing.assert_allclose(ladder.voltage_v, expected[0], rtol=1e-9)
        np.testing.assert_allclose(ladder.tray_v, expected[1], rtol=1e-9)
        given_w = float(np.dot(v0, ladder.shelf_a))
        lost = sum(w.sum() for w in (ladder.segment_loss_w, ladder.clip_loss_w, ladder.droop_loss_w))
        assert given_w == pytest.approx(np.sum(power) + lost, rel=1e-9, abs=1e-9)


@given(
    share=st.floats(1e-9, 0.999),
    r=st.floats(1e-4, 1e-2),
    clip=st.floats(0.0, 1e-2),
    v0=st.floats(12.0, 800.0),
)
def test_a_clip_is_as_much_resistance_before_one_load(share, r, clip, v0):
    whole = r + clip
    power = share * v0**2 / (4 * whole)
    ladder = solve_ladder([], [0], [r], v0, [power], clip)
    tray_v = (v0 + np.sqrt(v0**2 - 4 * power * whole)) / 2
    assert ladder.tray_v[0] == pytest.approx(tray_v, rel=1e-9)
    assert ladder.voltage_v[0] == pytest.approx(v0 - r * power / tray_v, rel=1e-9)
    assert solve_ladder([], [0], [r], v0, [1.001 * v0**2 / (4 * whole)], clip).collapsed


@pytest.mark.parametrize("v0", [12.0, 50.0, 800.0])
def test_the_nose_is_found_from_both_sides(v0):
    nose = v0**2 / (4 * 0.002)
    near = solve_ladder([], [0], [0.002], v0, [(1 - 1e-9) * nose])
    assert not near.collapsed
    assert near.voltage_v[0] == pytest.approx(v0 / 2, rel=1e-4)
    assert solve_ladder([], [0], [0.002], v0, [(1 + 1e-9) * nose]).collapsed
    assert solve_ladder([], [0], [0.002], v0, [1e6 * nose]).collapsed


def test_shelves_at_one_node_are_one_of_both_conductances():
    two = solve_ladder([2e-5], [0, 0], [1e-3, 3e-3], 50.0, [0.0, 9000.0])
    one = solve_ladder([2e-5], [0], [0.75e-3], 50.0, [0.0, 9000.0])
    np.testing.assert_allclose(two.voltage_v, one.voltage_v, rtol=1e-14)
    assert two.shelf_a[0] == pytest.approx(3 * two.shelf_a[1])


def test_a_higher_shelf_gives_more_and_feeds_the_lower_one_through_its_droop():
    ladder = solve_ladder([1e-5], [0, 1], [1e-3, 1e-3], [50.0, 49.0], [0.0, 0.0])
    assert ladder.shelf_a[0] == pytest.approx(1.0 / 2.01e-3)
    assert ladder.shelf_a[1] == pytest.approx(-1.0 / 2.01e-3)


def test_two_hundred_nodes_and_a_symmetric_rack():
    n = 200
    ladder = solve_ladder(np.full(n - 1, 1e-6), [0, n - 1], [2e-4] * 2, 50.0, np.full(n, 600.0), 4e-5)
    np.testing.assert_allclose(ladder.voltage_v, ladder.voltage_v[::-1], rtol=1e-12)
    assert ladder.shelf_a[0] == pytest.approx(ladder.shelf_a[1], rel=1e-12)
    assert ladder.voltage_v.argmin() in (n // 2 - 1, n // 2)


def test_warm_copper_resists_more():
    cold, warm = (
        solve_ladder([copper_ohm(2e-5, t, 0.0039)], [0], [1e-3], 50.0, [0.0, 5e3]) for t in (20, 70)
    )
    ratio = (
        warm.segment_loss_w[0] / warm.segment_a[0] ** 2 / (cold.segment_loss_w[0] / cold.segment_a[0] ** 2)
    )
    assert ratio == pytest.approx(1.195)


@given(
    rated=st.floats(1.0, 1e5),
    efficiency=st.floats(0.5, 1.0),
    fixed=st.floats(0.0, 0.5),
    square=st.floats(0.0, 0.5),
)
def test_a_converter_has_its_efficiency_at_its_rating_and_takes_more_for_more(
    rated, efficiency, fixed, square
):
    a, b, c = loss_curve(rated, efficiency, fixed, square)
    assert rated + a + b * rated + c * rated**2 == pytest.approx(rated / efficiency, rel=1e-12)
    assert a == pytest.approx(fixed * (rated / efficiency - rated), abs=1e-9)
    out = np.linspace(0.0, rated, 20)
    assert (np.diff(out + a + b * out + c * out**2) > 0).all()


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        ((100.0, 0.0, 0.1, 0.5), "efficiency 0 is outside"),
        ((100.0, 1.1, 0.1, 0.5), "efficiency 1.1 is outside"),
        ((100.0, 0.9, -0.1, 0.5), "loss shares -0.1 and 0.5"),
        ((100.0, 0.9, 0.6, 0.5), "loss shares 0.6 and 0.5"),
    ],
)
def test_a_converter_that_cannot_be_is_refused(curve, words):
    with pytest.raises(SolverError, match=words):
        loss_curve(*curve)


def test_a_converter_that_is_off_loses_nothing():
    assert loss_curve(0.0, 0.9, 0.1, 0.5) == (0.0, 0.0, 0.0)


def random_rack(seed, v0=50.0, n=None, m=None):
    """A rack of random trays, shelves and AC trays that holds its voltage."""
    draw = np.random.default_rng(seed)
    n, m = n or int(draw.integers(1, 49)), m or int(draw.integers(1, 9))
    q, n_feeds = int(draw.integers(0, 5)), int(draw.integers(1, 4))

    def loads(count):
        fixed = draw.uniform(0.0, 300.0, (count, 3)) * (draw.random((count, 3)) < 0.8)
        scalable = draw.uniform(0.0, 2000.0, count) * (draw.random(count) < 0.7)
        loss = np.array(
            [
                [
                    loss_curve(w, eta, 0.15, 0.5)
                    for w, eta in ((a + s, 0.88), (o, 0.94), (a + s + o + x, 0.97))
                ]
                for (a, o, x), s in zip(fixed, scalable, strict=True)
            ]
        ).reshape(count, 3, 3)
        return fixed, scalable, loss

    def curves(count):
        return np.tile([0.1, 0.5, 1.0], (count, 1)), np.tile([0.94, 0.975, 0.968], (count, 1))

    fixed, scalable, loss = loads(n)
    ac_fixed, ac_scalable, ac_loss = loads(q)
    supply_w = draw.uniform(3000.0, 6000.0, m)
    return Delivery(
        fixed, scalable, loss,
        g_segment=1.0 / draw.uniform(1e-7, 5e-6, n - 1),
        r_clip=draw.uniform(0.0, 6e-5, n),
        shelf_node=draw.integers(0, n, m),
        supplies=draw.integers(1, 7, m).astype(float),
        droop=0.01 * v0**2 / supply_w,
        shelf_clip=draw.uniform(0.0, 6e-5, m),
        own_w=draw.uniform(0.0, 20.0, m),
        supply_w=supply_w,
        load=curves(m)[0], efficiency=curves(m)[1],
        shelf_feed=draw.integers(0, n_feeds, m),
        v0=v0,
        ac_fixed_w=ac_fixed, ac_scalable_w=ac_scalable, ac_loss=ac_loss,
        ac_supplies=draw.integers(0, 3, (q, n_feeds)).astype(float),
        ac_supply_w=draw.uniform(300.0, 3000.0, q),
        ac_load=curves(q)[0], ac_efficiency=curves(q)[1],
    )  # fmt: skip


def stage_losses_w(fixed, scalable, loss, throttle):
    """What the converters of each tray lose, stage by stage, written out."""
    lost = []
    for (asic, optics, other), s, (la, lo, lb) in zip(fixed, scalable, loss, strict=True):
        at = [
            np.polyval(coefficients[::-1], w) for coefficients, w in ((la, asic + throttle * s), (lo, optics))
        ]
        bus = asic + throttle * s + optics + other + sum(at)
        lost.append(sum(at) + np.polyval(lb[::-1], bus))
    return float(np.sum(lost))


@settings(max_examples=200)
@given(st.integers(0, 10**9), st.floats(0.0, 1.0), st.sampled_from([48.0, 50.0, 54.0, 800.0]))
@example(279, 1.0, 800.0)
def test_what_goes_into_a_rack_is_what_its_parts_draw_and_its_stages_lose(seed, throttle, v0):
    rack = random_rack(seed, v0)
    flow = deliver(rack, throttle)
    if flow.collapsed:
        assert np.isnan(flow.tray_v).all()
        return
    parts = rack.fixed_w.sum() + throttle * rack.scalable_w.sum() + rack.own_w.sum()
    fed = rack.ac_supplies.sum(axis=1) > 0
    parts += rack.ac_fixed_w[fed].sum() + throttle * rack.ac_scalable_w[fed].sum()
    lost = (
        stage_losses_w(rack.fixed_w, rack.scalable_w, rack.loss, throttle)
        + stage_losses_w(rack.ac_fixed_w[fed], rack.ac_scalable_w[fed], rack.ac_loss[fed], throttle)
        + (flow.segment_a**2 / rack.g_segment).sum()
        + (flow.tray_a**2 * rack.r_clip).sum()
        + (flow.shelf_a**2 * rack.shelf_clip).sum()
        + (flow.shelf_in_w - flow.shelf_out_w).sum()
        + (flow.ac_in_w[fed] - flow.ac_drawn_w[fed]).sum()
    )
    assert flow.feed_w.sum() == pytest.approx(parts + lost, rel=1e-9)
    assert (flow.shelf_in_w >= flow.shelf_out_w).all()
    assert (flow.shelf_a >= 0).all()


def test_shelves_share_by_their_supplies():
    """Equal shelves at one node, one of them short of two supplies of six."""
    rack = random_rack(3, n=1, m=2)
    rack = rack._replace(
        supplies=np.array([6.0, 4.0]), droop=np.full(2, 0.004), shelf_clip=np.zeros(2), own_w=np.zeros(2)
    )
    flow = deliver(rack, 1.0)
    assert flow.shelf_a[0] / flow.shelf_a[1] == pytest.approx(6 / 4)


def test_a_rack_whose_shelves_are_all_out_has_no_voltage():
    rack = random_rack(5)
    dead = deliver(rack._replace(supplies=np.zeros(rack.supplies.size)), 1.0)
    assert dead.collapsed
    assert np.isnan(dead.voltage_v).all()
    assert np.isnan(dead.tray_v).all()


def no_limits(rack):
    return Limits(
        0.0, np.inf, np.inf, np.full(rack.supplies.size, np.inf), np.full(rack.ac_supply_w.size, np.inf),
        np.full(rack.ac_supplies.shape[1], np.inf), np.inf,
    )  # fmt: skip


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.floats(0.3, 1.2))
def test_the_throttle_is_the_most_that_keeps_the_limits(seed, share):
    rack = random_rack(seed)
    rack = rack._replace(supply_w=np.full(rack.supply_w.size, 1e9))
    full = deliver(rack, 1.0)
    if full.collapsed:
        return
    limits = no_limits(rack)._replace(rack_w=share * full.feed_w.sum())
    most = most_throttle(rack, limits)
    if np.isnan(most):
        assert deliver(rack, 0.0).feed_w.sum() > limits.rack_w
        return
    assert is_within(rack, limits, deliver(rack, most))
    assert most == 1.0 or not is_within(rack, limits, deliver(rack, most + 1e-6))


@pytest.mark.parametrize(
    ("limit", "factor"),
    [("v_low", 1.0001), ("segment_a", 0.999), ("clip_a", 0.999), ("shelf_w", 0.999), ("feed_w", 0.999)],
)
def test_every_limit_counts(limit, factor):
    rack = random_rack(11, n=12, m=3)
    rack = rack._replace(supply_w=np.full(3, 1e9))
    flow, limits = deliver(rack, 1.0), no_limits(rack)
    assert is_within(rack, limits, flow)
    at = {
        "v_low": flow.tray_v.min(),
        "segment_a": np.abs(flow.segment_a).max(),
        "clip_a": max(flow.tray_a.max(), flow.shelf_a.max()),
        "shelf_w": flow.shelf_out_w,
        "feed_w": flow.feed_w,
    }
    assert not is_within(rack, limits._replace(**{limit: at[limit] * factor}), flow)
