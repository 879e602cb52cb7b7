"""Scripts of the views: found by following their imports from an entry script, and put into one text.

Panel loads the code of each component by itself, from text, so that modules which several components share
have no address there. Here all scripts travel once, in one text that gives each of them an address in the
browser (``modules.js``); the code of a component is three lines that take its entry script from there.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

VIEWS = Path(__file__).resolve().parents[1]
IMPORT = re.compile(r'^((?:import|export)\b(?:[^"\']*?\bfrom)?\s*)"(\.{1,2}/[^"\n]+)"', re.MULTILINE)
"""An ``import`` or ``export ... from`` at the start of a line, with a path from the script's folder."""
SHELF = """const shelf = globalThis[Symbol.for("{key}")] ??= {{}};
shelf.filled ??= new Promise(fill => {{ shelf.fill = fill; }});
"""
"""Whichever comes first, the scripts or a view that takes one, makes the shelf that both use."""
TAKE = 'export const {{render}} = await (await shelf.filled)("{name}");\n'


def imported(script: Path) -> list[Path]:
    """Scripts that a script names in its imports, in its order."""
    text = script.read_text(encoding="utf-8")
    return [(script.parent / path).resolve() for _, path in IMPORT.findall(text)]


def followed(*entries: Path) -> list[Path]:
    """Entry scripts and all that they import, each once and after those that it imports.

    Raises
    ------
    FileNotFoundError
        If an import names no file.
    ImportError
        If scripts import each other in a circle.
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
    """A script by its wing and file, as in ``canvas/plan.js``."""
    return script.relative_to(VIEWS).as_posix()


@cache
def entry_scripts() -> tuple[Path, ...]:
    """Scripts that a view begins with: each stands beside the view's Python file and has its name."""
    return tuple(sorted(path for path in VIEWS.rglob("*.js") if _draws(path)))


def entry_of(source: str) -> Path | None:
    """The entry script of a view that is written in that Python file, or None if it has none."""
    script = Path(source).resolve().with_suffix(".js")
    return script if script in entry_scripts() else None


def style_sheets(entry: Path) -> list[str]:
    """Texts of the style sheets of a view: those that stand beside its scripts and have their names."""
    sheets = (script.with_suffix(".css") for script in followed(entry))
    return [sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.exists()]


@cache
def all_scripts() -> tuple[str, str]:
    """Key and text of the module that puts the scripts of all views into the browser."""
    texts = {name_of(script): _with_names(script) for script in followed(*entry_scripts())}
    key = f"rack-explorer {hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]}"
    loader = (VIEWS / "kit/modules.js").read_text(encoding="utf-8")
    return key, f"{loader}{SHELF.format(key=key)}shelve(shelf, {json.dumps(texts, ensure_ascii=False)});\n"


def component_code(entry: Path) -> str:
    """The code of a component: it waits for the scripts, and takes its own from among them."""
    key, _ = all_scripts()
    return SHELF.format(key=key) + TAKE.format(name=name_of(entry))


def _draws(script: Path) -> bool:
    return script.with_suffix(".py").exists() and "\nexport function render(" in script.read_text(
        encoding="utf-8"
    )


def _with_names(script: Path) -> str:
    """The text of a script in which what it imports is called by its name; lines stay where they are."""

    def named(found):
        return f'{found[1]}"views:{name_of((script.parent / found[2]).resolve())}"'

    return IMPORT.sub(named, script.read_text(encoding="utf-8"))
