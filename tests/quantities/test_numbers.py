"""Numbers are written alike by Python and by the browser's script, whatever they are."""

import math
import random

import pytest

from explorer.quantities import numbers
from tests.scripts.node import call

ALL = """(script, calls) => {
  const value = v => (v === "nan" ? NaN : v === "inf" ? Infinity : v === "-inf" ? -Infinity : v);
  return calls.map(([name, ...args]) => script[name](...args.map(value)));
}"""


def by_the_script(calls):
    """What the functions of the script return."""
    return call("kit/numbers.js", ALL, [[name, *map(carried, args)] for name, *args in calls])


def carried(value):
    """What JSON has no number for, as a word."""
    is_number = isinstance(value, float) and math.isfinite(value)
    return value if is_number or not isinstance(value, float) else str(value)


def by_python(asked):
    name, *args = asked
    found = getattr(numbers, name)(*args)
    return list(found) if isinstance(found, tuple) else found


def some_numbers(n):
    """Of every size, round ones, halves and those next to a power of ten among them."""
    draw = random.Random(20261130)
    for _ in range(n):
        size = 10.0 ** draw.uniform(-8.0, 13.0)
        near = 10.0 ** draw.randint(-6, 9)
        yield draw.choice((
            size, round(size, 2), float(round(size)), draw.randrange(2000) / 2.0 ** draw.randint(0, 6),
            near, math.nextafter(near, 0.0), near * (1.0 - 10.0 ** draw.uniform(-5.0, -1.0)), 0.0,
        )) * draw.choice((1.0, -1.0))  # fmt: skip
    yield from (math.nan, math.inf, -math.inf, None)


def calls(n):
    draw = random.Random(7)
    units = [*numbers.LADDERS, *numbers.WRITTEN, "°C", "dB", "pJ/bit", ""]
    for value in some_numbers(n):
        yield "fixed", value, draw.randrange(7)
        yield "number", value, draw.randint(1, 5)
        yield "signed", value
        for name in ("step", "number_and_unit", "amount", "gain"):
            yield name, value, draw.choice(units)
        if value is not None:
            yield "tidy", value
            yield "relative", value
            yield "shift", value, draw.randrange(4)
            yield "part_of_whole", value, draw.randrange(3)
            if math.isfinite(value):
                yield "percent", value / 10.0 ** draw.randint(0, 6)
    yield from (("unit_of_change", unit) for unit in units)


def test_the_script_writes_every_number_as_python_does():
    asked = list(calls(6000))
    found = by_the_script(asked)
    assert len(found) == len(asked)
    pairs = zip(asked, map(by_python, asked), found, strict=True)
    wrong = [(what, mine, script) for what, mine, script in pairs if mine != script]
    assert wrong == []


@pytest.mark.parametrize("unit", numbers.LADDERS)
def test_a_unit_s_steps_are_the_same_amount(unit):
    """The largest comes first, the unit itself has the factor one, and nothing is left without a step."""
    steps = numbers.LADDERS[unit]
    leasts = [least for least, _, _ in steps]
    assert leasts == sorted(leasts, reverse=True)
    assert leasts[-1] == 0.0
    assert (1.0, unit) in [(per, shown) for _, per, shown in steps]
    assert all(per in (1e-3, 1.0, 1e3, 1e6) for _, per, _ in steps)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (7.903, "1/yr", "7.90 per year"),  # 7.90 1/yr reads as 7.901/yr
        (577_911.0, "kg/yr", "578 t/yr"),  # not k kg/yr
        (54_000.0, "$", "54.0 k$"),
        (0.0, "$", "0 $"),
        (9_382.0, "W", "9,382 W"),
        (12.0, "kW", "12.0 kW"),
        (0.381, "kW", "381 W"),
        (119.27, "kW", "119.3 kW"),
        (1_234_567.0, "$/yr", "1.23 M$/yr"),
    ],
)
def test_an_amount_reads_as_a_person_would_write_it(value, unit, said):
    written = numbers.amount(value, unit)
    assert written.replace(numbers.SPACE, " ").replace(numbers.WIDE, " ") == said
    assert " " not in written, "a line would end in it"


def test_nothing_less_than_all_is_a_hundred_percent():
    assert [numbers.part_of_whole(p, 1) for p in (99.94, 99.95, 99.9951, 99.99999, 100.0)] == [
        "99.9", "99.95", "99.995", "> 99.9", "100.0",
    ]  # fmt: skip
