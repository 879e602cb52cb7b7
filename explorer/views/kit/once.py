"""Models that a document has once, whichever of its views needs them first.

Bokeh sends a model that several others refer to once; a text as such would travel with each of them.
"""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from bokeh.document import Document
from bokeh.model import Model

M = TypeVar("M", bound=Model)
_models: WeakKeyDictionary[Document, WeakValueDictionary[str, Model]] = WeakKeyDictionary()


def once(document: Document | None, key: str, make: Callable[[], M]) -> M:
    """The model of that key in a document, made where it has none yet.

    It lives as long as another model refers to it. Without a document there is nobody to share it with.
    """
    if document is None:
        return make()
    models = _models.setdefault(document, WeakValueDictionary())
    if (model := models.get(key)) is None:
        model = models[key] = make()
    return model
