"""What holds for every test."""

import os

from hypothesis import settings

# The first example of a property may compile a kernel, so no deadline; CI repeats the same examples.
settings.register_profile("explorer", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("explorer")
