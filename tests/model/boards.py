"""Random racks and boards for the tests of the model."""

from hypothesis import strategies as st

from explorer.model import Asic, Cage, Engine, Layout, LinkGroup, Load, Rack, Site, Tray, TrayDesign

HALF_MM = st.integers(-40, 200).map(lambda n: n / 2)
SIZE_MM = st.integers(1, 80).map(lambda n: n / 2)
ANY_MM = st.one_of(HALF_MM, st.floats(-40, 100))


@st.composite
def crowded(draw) -> Layout:
    """One small board on which parts stand anywhere, some of them engines seated on the package."""
    asic = Asic(id="d.asic", x_mm=30, y_mm=30, width_mm=40, depth_mm=40, die_width_mm=20, die_depth_mm=10)
    parts = [asic]
    for i in range(draw(st.integers(0, 7))):
        x_mm, y_mm, width_mm, depth_mm = draw(st.tuples(HALF_MM, HALF_MM, SIZE_MM, SIZE_MM))
        box = {"x_mm": x_mm, "y_mm": y_mm, "width_mm": width_mm, "depth_mm": depth_mm}
        if draw(st.booleans()):
            parts.append(
                Engine(id=f"d.p{i}", host="d.asic", seat=draw(st.sampled_from(["board", "package"])), **box)
            )
        else:
            parts.append(Load(id=f"d.p{i}", **box))
    return Layout(designs=[TrayDesign(id="d", width_mm=100, depth_mm=100, parts=tuple(parts))])


@st.composite
def piled(draw) -> Layout:
    """A board on which up to forty parts stand anywhere, many on a spot, some of them on packages."""
    asics = [
        Asic(id=f"d.asic{i}", x_mm=draw(HALF_MM), y_mm=draw(HALF_MM), width_mm=40, depth_mm=40,
             die_width_mm=draw(SIZE_MM), die_depth_mm=draw(SIZE_MM))
        for i in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    spots = draw(st.lists(st.tuples(ANY_MM, ANY_MM, SIZE_MM, SIZE_MM), min_size=1, max_size=12))
    parts = []
    for i in range(draw(st.integers(0, 40))):
        x_mm, y_mm, width_mm, depth_mm = draw(st.sampled_from(spots))
        box = {"x_mm": x_mm, "y_mm": y_mm, "width_mm": width_mm, "depth_mm": depth_mm}
        kind = draw(st.sampled_from(["load", "cage", "board", "package"]))
        if kind == "load":
            parts.append(Load(id=f"d.p{i}", **box))
        elif kind == "cage":
            parts.append(Cage(id=f"d.p{i}", **box))
        else:
            host = draw(st.sampled_from([asic.id for asic in asics])) if asics else ""
            parts.append(Engine(id=f"d.p{i}", host=host, seat=kind, **box))
    everything = draw(st.permutations([*asics, *parts]))
    return Layout(designs=[TrayDesign(id="d", width_mm=100, depth_mm=100, parts=tuple(everything))])


@st.composite
def racks(draw) -> Layout:
    """Racks into which trays of several heights are put without a look."""
    frames = [Rack(id=f"r{i}", height_u=draw(st.integers(4, 12))) for i in range(2)]
    designs = [TrayDesign(id=f"d{h}", height_u=h) for h in (1, 2, 3)]
    trays = [
        Tray(
            id=f"t{i}",
            rack=draw(st.sampled_from(["r0", "r1"])),
            design=draw(st.sampled_from(["d1", "d2", "d3"])),
            u=draw(st.integers(1, 12)),
        )
        for i in range(draw(st.integers(0, 6)))
    ]
    return Layout(racks=frames, designs=designs, trays=trays)


@st.composite
def switches(draw) -> Layout:
    """Switch trays of one to four ASICs with a link group of some rate, and room for its ports."""
    n_asics, n_trays = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    pitch = 430 / n_asics
    asics = [
        Asic(id=f"sw.asic{i}", x_mm=10 + pitch * (i + 0.5) - 30, y_mm=330, width_mm=60, depth_mm=60)
        for i in range(n_asics)
    ]
    other = Load(id="sw.fan", x_mm=5, y_mm=550, width_mm=430, depth_mm=40, role="fan")
    design = TrayDesign(id="sw", kind="switch", height_u=draw(st.integers(1, 4)), parts=(*asics, other))
    link = LinkGroup(
        id="up",
        technology="dsp_800_dr8",
        a="sw",
        n_links=n_trays * draw(st.integers(1, 16)),
        link_gbps=draw(st.sampled_from([200.0, 400.0, 800.0, 1600.0])),
        length_m=20.0,
    )
    return Layout(
        site=Site(id="site"),
        racks=[Rack(id="r1")],
        designs=[design],
        trays=[Tray(id=f"t{i}", rack="r1", design="sw", u=1 + 5 * i) for i in range(n_trays)],
        links=[link],
    )
