"""Answers kept for elements that an edit did not touch."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock

from explorer.model import Layout
from explorer.model.element import Element


def kept(most: int) -> Callable:
    """Keep the last `most` answers of a function of elements, layouts and plain values.

    An edit shares the elements that it did not touch, so an element is known again by being the same object.
    `functools.lru_cache` would compare every version of a board that a drag has made, part by part: they all
    have one id and so one hash. None of them ever changes, so that an answer is right for whoever asks.
    """

    def decorated(function):
        answers: OrderedDict = OrderedDict()
        lock = Lock()

        @wraps(function)
        def remembered(*asked):
            key = _identity(asked)
            with lock:
                if key in answers:
                    answers.move_to_end(key)
                    return answers[key][1]
            answer = function(*asked)
            with lock:
                # what was asked is kept with the answer, so that no other object gets its place in memory
                answers[key] = (asked, answer)
                if len(answers) > most:
                    answers.popitem(last=False)
            return answer

        return remembered

    return decorated


def _identity(value):
    if isinstance(value, (Element, Layout)):
        return id(value)
    return tuple(map(_identity, value)) if isinstance(value, tuple) else value
