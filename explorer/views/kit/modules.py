"""Scripts of the views: collected by following the imports of the entry scripts, and sent as one text.

Panel loads the code of each component separately, from text, so that a module shared by several components
has no URL from which to import it. Here all scripts are sent once, in one text that gives each of them an
object URL in the browser (``modules.js``); the code of a component is three lines that import its entry
script from there.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

VIEWS = Path(__file__).resolve().parents[1]
IMPORT = re.compile(r'^((?:import|export)\b(?:[^"\']*?\bfrom)?\s*)"(\.{1,2}/[^"\n]+)"', re.MULTILINE)
"""An ``import`` or ``export ... from`` at the start of a line, with a path relative to the script."""
SHELF = """const shelf = globalThis[Symbol.for("{key}")] ??= {{}};
shelf.filled ??= new Promise(fill => {{ shelf.fill = fill; }});
"""
"""Creates the object that the scripts fill and the views wait for, whichever of them is loaded first."""
TAKE = 'export const {{render}} = await (await shelf.filled)("{name}");\n'


def imported(script: Path) -> list[Path]:
    """Return the paths that a script imports, in the order of its imports."""
    text = script.read_text(encoding="utf-8")
    return [(script.parent / path).resolve() for _, path in IMPORT.findall(text)]


def followed(*entries: Path) -> list[Path]:
    """Return entry scripts and all that they import, directly or not: each once, after those that it imports.

    Raises
    ------
    FileNotFoundError
        If an import names no file.
    ImportError
        If scripts import one another in a cycle.
    """
    order: list[Path] = []

    def follow(script: Path, way: tuple[Path, ...]):
        if script in way:
            circle = " -> ".join(each.name for each in (*way[way.index(script) :], script))
            raise ImportError(f"scripts import each other in a circle: {circle}")
        if script not in order:
            for each in imported(script):
                follow(each, (*way, script))
            order.append(script)

    for entry in entries:
        follow(entry, ())
    return order


def name_of(script: Path) -> str:
    """Return a script's path below ``explorer/views``, as in ``canvas/plan.js``."""
    return script.relative_to(VIEWS).as_posix()


@cache
def entry_scripts() -> tuple[Path, ...]:
    """Return the scripts that define ``render``; each is beside its view's Python file, with its name."""
    return tuple(sorted(path for path in VIEWS.rglob("*.js") if _draws(path)))


def entry_of(source: str) -> Path | None:
    """Return the entry script of the view defined in a Python file, or None if there is none."""
    script = Path(source).resolve().with_suffix(".js")
    return script if script in entry_scripts() else None


def style_sheets(entry: Path) -> list[str]:
    """Return the texts of a view's style sheets: those beside its scripts, with their names."""
    sheets = (script.with_suffix(".css") for script in followed(entry))
    return [sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.exists()]


@cache
def all_scripts() -> tuple[str, str]:
    """Return (key, text) of the module that defines the scripts of all views in the browser."""
    texts = {name_of(script): _with_names(script) for script in followed(*entry_scripts())}
    key = f"rack-explorer {hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]}"
    loader = (VIEWS / "kit/modules.js").read_text(encoding="utf-8")
    return key, f"{loader}{SHELF.format(key=key)}shelve(shelf, {json.dumps(texts, ensure_ascii=False)});\n"


def component_code(entry: Path) -> str:
    """Return the code of a component, which waits for the scripts and imports its entry script from them."""
    key, _ = all_scripts()
    return SHELF.format(key=key) + TAKE.format(name=name_of(entry))


def _draws(script: Path) -> bool:
    return script.with_suffix(".py").exists() and "\nexport function render(" in script.read_text(
        encoding="utf-8"
    )


def _with_names(script: Path) -> str:
    """Return a script's text with import paths replaced by `name_of` names; line numbers stay the same."""

    def named(found):
        return f'{found[1]}"views:{name_of((script.parent / found[2]).resolve())}"'

    return IMPORT.sub(named, script.read_text(encoding="utf-8"))
