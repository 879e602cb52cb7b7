"""Changes of a layout, and what is asked of its results."""

from explorer.analysis import evaluate


def changed(layout, id, **values):
    """The layout with other values of an element."""
    return layout.replaced(layout.element(id).replaced(**values))


def found(layout, rule):
    """The findings of a rule."""
    return [f for f in evaluate(layout).findings if f.rule == rule]


def part_c(results):
    """The temperature of every part of every tray."""
    return results.components.t_c
