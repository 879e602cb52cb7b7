"""What finds no room: refused before it is built, or placed in one pass over slots and parts."""

import time
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.catalog import load
from explorer.errors import LayoutError
from explorer.files import read
from explorer.model import Asic, Engine, LaserSource, Layout, Load, TrayDesign
from explorer.model.additions import duplicated
from explorer.model.naming import Counted
from explorer.model.ports import NoRoom, hosts, with_technology
from explorer.model.taken import Taken
from explorer.views.shell.page import LAYOUTS
from tests.model import naive
from tests.model.boards import piled, switches

CATALOG = load()
CARRIERS = [key for key, t in CATALOG.technologies.items() if not t.is_light_source]
ENGINES = [key for key in CARRIERS if CATALOG.technology(key).placement in ("board", "package")]


@st.composite
def crowded_switches(draw) -> Layout:
    """Switches among whose processors other parts stand anywhere, with few links or with many."""
    layout = draw(switches())
    design, up = layout.designs[0], layout.element("up")
    sizes = st.tuples(st.integers(-20, 440), st.integers(0, 700), st.integers(1, 90), st.integers(1, 90))
    loads = tuple(
        Load(id=f"sw.l{i}", x_mm=x, y_mm=y, width_mm=w, depth_mm=d)
        for i, (x, y, w, d) in enumerate(draw(st.lists(sizes, max_size=12)))
    )
    layout = layout.replaced(design.replaced(parts=(*loads, *design.parts)))
    return layout.replaced(up.replaced(n_links=up.n_links * draw(st.integers(1, 40))))


@settings(max_examples=60, deadline=None)
@given(crowded_switches(), st.sampled_from(ENGINES))
def test_engines_go_where_a_look_at_all_slots_and_all_parts_puts_them(layout, key):
    try:
        new = with_technology(layout, "up", key, CATALOG)
    except NoRoom:
        return
    assert_as_slow(layout, new, "up", key)


@pytest.mark.parametrize(
    "name", ["gb200_nvl72", "gb200_nvl72_cpo", "quantum_x800_photonics", "switch_51t_npo"]
)
def test_shipped_boards_are_filled_as_before(name):
    layout = read(LAYOUTS / f"{name}.layout.yaml")
    for link in layout.links:
        for key in ("npo_3200_oif", "cpo_davisson_1600"):
            new = with_technology(layout, link.id, key, CATALOG)
            assert_as_slow(layout, new, link.id, key)


def assert_as_slow(layout, new, link_id, key):
    """Engines of a link group stand where each of them finds its place alone."""
    link, technology = layout.element(link_id), CATALOG.technology(key)
    for design_id in dict(link.ends):
        design = layout.element(design_id)
        standing = [p for p in design.parts if getattr(p, "links", "") != link_id]
        owners = naive.port_hosts(layout, link, design, technology)
        slow = naive.engine_places(design, standing, owners, technology)
        engines = [p for p in new.element(design_id).parts if isinstance(p, Engine) and p.links == link_id]
        assert [(p.x_mm, p.y_mm) for p in engines] == slow


def test_twice_the_parts_beside_the_slots_are_about_twice_the_comparisons():
    few, many = (compared(n) for n in (400, 800))
    assert few > 100
    assert many < 2.5 * few


def test_twice_the_packages_with_twice_the_engines_are_about_twice_the_comparisons():
    few, many = (compared(100, n_asics, 40) for n_asics in (3, 6))
    assert few > 100
    assert many < 2.5 * few


def test_twice_the_engines_at_a_package_are_about_twice_the_comparisons():
    few, many = (compared(100, 1, n_engines) for n_engines in (70, 140))
    assert few > 100
    assert many < 2.5 * few


def compared(n_loads: int, n_asics: int = 2, n_engines: int = 10) -> int:
    """Boxes that are looked at while each processor of a board gets its engines."""
    layout = read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    link = layout.links[0]
    asics = [
        Asic(id=f"sw.a{i}", x_mm=20 + 70 * i, y_mm=300, width_mm=40, depth_mm=40, die_width_mm=20)
        for i in range(n_asics)
    ]
    loads = [
        Load(id=f"sw.l{i}", x_mm=i % 40 * 10.5, y_mm=i // 40 * 30 + 100, width_mm=8, depth_mm=8)
        for i in range(n_loads)
    ]
    design = layout.element(link.a).replaced(parts=(*asics, *loads))
    link = link.replaced(n_links=2 * n_engines * n_asics, link_gbps=800.0)
    layout, seen = layout.replaced(design, link), []
    near = Taken._near

    def counted(taken, box):
        found = list(near(taken, box))
        seen.append(len(found))
        return found

    with patch.object(Taken, "_near", counted):
        with_technology(layout, link.id, "cpo_nv_quantumx_1600", CATALOG)
    return sum(seen)


@pytest.mark.parametrize("key", CARRIERS)
def test_a_million_links_are_refused_before_anything_is_built(key):
    layout = read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    link = layout.links[0].replaced(n_links=1_000_000, link_gbps=100_000.0)
    layout = layout.replaced(link)
    start = time.process_time()
    with pytest.raises(NoRoom, match=r"needs [\d,]+ .* holds [\d,]+$"):
        with_technology(layout, link.id, key, CATALOG)
    assert time.process_time() - start < 0.1


def test_a_refusal_says_how_many_are_needed_and_how_many_a_board_holds():
    layout = read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    link = layout.links[0]
    layout = layout.replaced(link.replaced(n_links=10_000))
    with pytest.raises(LayoutError) as refused:
        with_technology(layout, link.id, "cpo_nv_quantumx_1600", CATALOG)
    assert str(refused.value) == (
        "Ports needs 5,000 engines on Switch 51.2T, 64 x 800G CPO; a board of this size holds 216"
    )


@settings(max_examples=60, deadline=None)
@given(crowded_switches(), st.sampled_from(ENGINES))
def test_what_has_fewer_slots_than_engines_is_refused_and_nothing_else(layout, key):
    technology, design = CATALOG.technology(key), layout.designs[0]
    owners = naive.port_hosts(layout, layout.element("up"), design, technology)
    n, bare = len(owners), design.replaced(parts=tuple(hosts(design, "switch")))
    slots = naive.n_slots(design, dict.fromkeys(owners), technology)
    if n > slots:
        with pytest.raises(NoRoom, match=f"needs {n:,} engines .* holds {slots:,}$"):
            with_technology(layout, "up", key, CATALOG)
        return
    new = with_technology(layout.replaced(bare), "up", key, CATALOG)
    placed = [p for p in new.designs[0].parts if isinstance(p, Engine)]
    assert len(placed) == n
    assert all(p.n_modules <= 256 for p in new.designs[0].parts if isinstance(p, LaserSource))


@settings(max_examples=60, deadline=None)
@given(piled())
def test_copies_go_where_a_look_at_all_parts_puts_them(layout):
    ids = [part.id for part in layout.designs[0].parts]
    copied, new = duplicated(layout, ids)
    places = [(copied.element(id).x_mm, copied.element(id).y_mm) for id in new]
    assert places == naive.copied_places(layout, ids)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 12), st.integers(1, 2)), max_size=40),
    st.sets(st.sampled_from([f"{stem}{n:0{w}d}" for stem in "ab" for n in range(1, 30) for w in (1, 2)])),
)
def test_names_are_counted_on_as_one_by_one(asked, taken):
    counted, slow = Counted(taken), set(taken)
    for stem, number, digits in asked:
        assert counted.after(stem, number, digits) == naive.fresh_id(stem, number, digits, slow)


def test_a_board_of_a_thousand_parts_is_copied_in_a_thousand_steps():
    few, many = (looked_at(n) for n in (300, 600))
    assert few > 300
    assert many < 2.5 * few


def looked_at(n: int) -> int:
    """Boxes that are looked at while all parts of a board are copied."""
    side = int(n**0.5) + 1
    parts = tuple(
        Load(id=f"d.l{i}", x_mm=i % side * 24, y_mm=i // side * 24, width_mm=8, depth_mm=8) for i in range(n)
    )
    layout = Layout(designs=[TrayDesign(id="d", width_mm=1000, depth_mm=1000, parts=parts)])
    near, seen = Taken._near, []

    def counted(taken, box):
        found = list(near(taken, box))
        seen.append(len(found))
        return found

    with patch.object(Taken, "_near", counted):
        duplicated(layout, [part.id for part in parts])
    return sum(seen)
