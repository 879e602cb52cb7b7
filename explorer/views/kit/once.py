"""Bokeh models that all views of a document share, created by the first view that needs one.

Bokeh sends a model once however many others refer to it; a plain string would be sent with each of them.
"""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from bokeh.document import Document
from bokeh.model import Model

M = TypeVar("M", bound=Model)
_models: WeakKeyDictionary[Document, WeakValueDictionary[str, Model]] = WeakKeyDictionary()


def once(document: Document | None, key: str, make: Callable[[], M]) -> M:
    """Return the document's model for a key; create it with ``make()`` if there is none.

    It lives as long as another model refers to it. Without a document it is created at each call.
    """
    if document is None:
        return make()
    models = _models.setdefault(document, WeakValueDictionary())
    if (model := models.get(key)) is None:
        model = models[key] = make()
    return model
