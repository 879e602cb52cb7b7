"""Marching squares of the page against contourpy, which bokeh and matplotlib draw with."""

import contourpy
import numpy as np
import pytest
from scipy.spatial.distance import cdist

from tests.scripts.node import call

TRACE = """({Contours}, values, nx, ny, levels) => {
  const contours = new Contours(nx, ny), field = Float32Array.from(values, v => v === null ? NaN : v);
  contours.lines(field, levels);                   // what a first map leaves behind must not show in the next
  return contours.lines(field, levels).map(lines => lines.map(line => [...line]));
}"""


def traced(field, levels):
    """Lines of each level, each an array of points (row, column)."""
    ny, nx = field.shape
    values = [None if np.isnan(v) else float(v) for v in field.ravel()]
    found = call("canvas/geometry/isolines.js", TRACE, values, nx, ny, list(levels))
    return [[np.array(line).reshape(-1, 2) for line in lines] for lines in found]


def expected(field, levels):
    masked = np.ma.masked_invalid(field.astype(float))
    contours = contourpy.contour_generator(z=masked, corner_mask=False, name="serial")
    return [[line[:, ::-1] for line in contours.lines(level)] for level in levels]


def length(lines):
    return sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in lines)


def is_closed(line):
    return np.array_equal(line[0], line[-1])


def same(field, levels):
    for mine, theirs in zip(traced(field, levels), expected(field, levels), strict=True):
        assert len(mine) == len(theirs)
        assert sum(map(is_closed, mine)) == sum(map(is_closed, theirs))
        assert length(mine) == pytest.approx(length(theirs), rel=1e-4, abs=1e-4)
        if mine:
            ours, others = np.concatenate(mine), np.concatenate(theirs)
            assert max(cdist(ours, others).min(axis=0).max(), cdist(ours, others).min(axis=1).max()) < 1e-4


def test_circles_are_closed_and_round():
    row, column = np.mgrid[:60, :41]
    field = np.hypot(row - 30.2, column - 19.7).astype(np.float32)
    for level, lines in zip((5.0, 11.0), traced(field, (5.0, 11.0)), strict=True):
        (line,) = lines
        assert is_closed(line)
        assert np.abs(np.hypot(line[:, 0] - 30.2, line[:, 1] - 19.7) - level).max() < 0.03
        assert length(lines) == pytest.approx(2 * np.pi * level, rel=0.01)


@pytest.mark.parametrize("seed", range(6))
def test_rough_fields_with_saddles_have_the_same_lines(seed):
    rng = np.random.default_rng(seed)
    same(rng.normal(size=(23, 17)).astype(np.float32), (-0.7, 0.013, 0.9))


@pytest.mark.parametrize("seed", range(3))
def test_lines_end_where_nothing_is_known(seed):
    rng = np.random.default_rng(seed)
    field = rng.normal(size=(19, 26)).astype(np.float32)
    field[rng.random(field.shape) < 0.2] = np.nan
    same(field, (-0.4, 0.3))


def test_an_even_field_has_none():
    assert traced(np.full((5, 4), 3.0, np.float32), (3.0, 2.0)) == [[], []]
