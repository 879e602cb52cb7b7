"""Ten thousand layouts, each with other values, are read back as they were written.

Hypothesis looks for the small layout that breaks (`test_round_trip`), this for the rare one: seeded, so that
what fails once fails again. `make test` reads the first batch, `make test-all` every one.
"""

import random

import param
import pytest

from explorer.files import dump, parse
from explorer.model import PART_KINDS, Asic, Layout, LinkGroup, Override, Rack, Site, Tray, TrayDesign
from explorer.model.parts import Port
from tests.files.layouts import TOGETHER

MANY = 10_000
BATCHES = 20

TEXTS = (
    "", "no", "1e3", "007", "2026-11-24", "a: b", "a #b", " lead", "- a", "{", "<<", "=", "null",
    "\x85", "\u2028", "\u202e", "Käfig", "机架", '"quoted"', "two\nlines", "\\", "'", "100 %", "x" * 300,
    "\U0001f525",
)  # fmt: skip


EACH = 40
"""Elements of one kind that the layouts of a batch are put together from; making them is what takes time."""


def value(rng: random.Random, declared: param.Parameter):
    """What a declaration allows; of numbers often the ends of the range."""
    if isinstance(declared, param.Selector):
        return rng.choice(declared.objects)
    if isinstance(declared, param.Boolean):
        return rng.random() < 0.5
    if isinstance(declared, param.Number):
        if declared.allow_None and rng.random() < 0.2:
            return None
        low, high = declared.bounds or (None, None)
        low, high = -1e9 if low is None else low, 1e9 if high is None else high
        if isinstance(declared, param.Integer):
            return rng.choice((low, high, rng.randint(low, high)))
        return float(rng.choice((low, high, rng.uniform(low, high), round(rng.uniform(low, high), 2))))
    return rng.choice(TEXTS) + str(rng.randrange(1000)) * (rng.random() < 0.5)


def element(rng: random.Random, cls, id: str, **fixed):
    """An element of a class: a few values drawn, the others as declared."""
    free = [f for f in cls.fields() if f not in ("id", "extras", "parts", *TOGETHER, *fixed)]
    drawn = {field: value(rng, cls.param[field]) for field in rng.sample(free, rng.randrange(4))}
    own = rng.choice((1, 0.1, True, None, ["a", {"b": -0.0}], *TEXTS))
    extras = {"x_owner": own} if rng.random() < 0.2 else {}
    return cls(id=id, extras=extras, **{**drawn, **fixed})


def part(rng: random.Random, id: str):
    """A part of any kind."""
    cls = rng.choice(list(PART_KINDS.values()))
    return element(rng, cls, id, **({"links": "up", "host": "d.asic"} if issubclass(cls, Port) else {}))


class Drawer:
    """Layouts put together from elements that are drawn once."""

    def __init__(self, seed: int):
        rng = self.rng = random.Random(seed)
        mounted, carried = {"rack": "r", "design": "d"}, {"technology": "dsp_800_dr8"}

        def trays(i):
            return self._pool(lambda: element(rng, Tray, f"t{i}", u=1 + 5 * i, **mounted))

        def links():
            return element(rng, LinkGroup, "up", a="d", b=rng.choice(("", "d")), **carried)

        def overrides():
            watts = {"field": "module_w.typical", "value": rng.uniform(1.0, 900.0)}
            return element(rng, Override, "o", **carried, **watts)

        self.pools = {
            "site": self._pool(lambda: element(rng, Site, "site")),
            "rack": self._pool(lambda: element(rng, Rack, "r", height_u=60)),
            "design": self._pool(lambda: element(rng, TrayDesign, "d", height_u=rng.randint(1, 4))),
            "asic": self._pool(lambda: element(rng, Asic, "d.asic")),
            "link": self._pool(links),
            "override": self._pool(overrides),
            **{f"part{i}": self._pool(lambda i=i: part(rng, f"d.p{i}")) for i in range(4)},
            **{f"tray{i}": trays(i) for i in range(4)},
        }

    def _pool(self, make) -> list:
        return [make() for _ in range(EACH)]

    def _some(self, kind: str) -> list:
        return [self.rng.choice(self.pools[f"{kind}{i}"]) for i in range(self.rng.randrange(5))]

    def layout(self) -> Layout:
        """A layout whose references lead somewhere and whose trays stand apart."""
        rng, one = self.rng, {kind: self.rng.choice(pool) for kind, pool in self.pools.items()}
        parts = (one["asic"], *self._some("part"))
        return Layout(
            title=rng.choice(TEXTS),
            note=rng.choice(TEXTS),
            site=one["site"],
            racks=[one["rack"]],
            designs=[one["design"].replaced(parts=parts)],
            trays=self._some("tray"),
            links=[one["link"]],
            overrides=[one["override"]][: rng.randrange(2)],
        )


@pytest.mark.parametrize(
    "batch", [0, *(pytest.param(batch, marks=pytest.mark.long) for batch in range(1, BATCHES))]
)
def test_ten_thousand_layouts_come_back_equal_and_their_text_the_same(batch):
    drawer = Drawer(batch)
    for i in range(MANY // BATCHES):
        drawn = drawer.layout()
        text = dump(drawn)
        again = parse(text)
        assert again == drawn, f"batch {batch}, layout {i}:\n{text}"
        assert dump(again) == text
