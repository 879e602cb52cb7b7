"""NetBox type files that are broken or meant to harm: one clear error, and nothing dropped."""

import math
import random

import pytest
import yaml

from explorer.errors import ExplorerError, FileError
from explorer.files import dump, parse
from explorer.files.netbox import Preview, preview_type, read_type
from explorer.model import Layout, TrayDesign
from tests.files.netbox_files import FILES, mutated

# -- hostile and broken ----------------------------------------------------------------------------

HOSTILE = {
    "billion laughs": "a: &a [x]\nb: &b [*a, *a]\nmodel: [*b, *b]\n",
    "truncated": "manufacturer: M\nmodel: X\ninterfaces:\n  - name: 'a",
    "a list": "- manufacturer: M\n",
    "nothing": "",
    "a layout": "schema: 1\nracks: []\n",
    "tag": "manufacturer: !!python/object/apply:os.system ['true']\nmodel: X\n",
    "deep": "manufacturer: M\nmodel: " + "[" * 5000,
    "a million interfaces": "manufacturer: M\nmodel: X\ninterfaces:\n" + "- {name: a}\n" * 1_000_000,
    "many interfaces": "manufacturer: M\nmodel: X\ninterfaces:\n" + "- {name: a, type: b}\n" * 45_000,
    "nul": "manufacturer: M\nmodel: \0\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_get_one_clear_error(name):
    with pytest.raises(FileError) as refused:
        preview_type(HOSTILE[name], "x.yaml")
    assert str(refused.value).startswith("x.yaml")
    assert len(str(refused.value)) < 500


def test_many_interfaces_are_answered():
    text = "manufacturer: M\nmodel: X\nu_height: 1\ninterfaces:\n"
    text += "".join(f"- {{name: p{i}, type: 800gbase-x-osfp}}\n" for i in range(20_000))
    preview = preview_type(text)
    assert next(n for n in preview.notices if n.rule == "too_many_ports").severity == "error"


@pytest.mark.parametrize(
    "slug", ["../../etc/passwd", "<script>", "=cmd|' /C calc'!A0", "é", "'" * 50, "A" * 4000]
)
def test_names_that_would_do_harm_become_ids_that_cannot(slug):
    text = yaml.safe_dump({"manufacturer": "M", "model": "<b>X</b>", "slug": slug, "u_height": 1})
    preview = preview_type(text)
    assert preview.element.label == "<b>X</b>"
    assert set(preview.element.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.")
    assert preview.element.extras["x_netbox_yaml"] == text


def test_encodings(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes("manufacturer: M\nmodel: Gerät\nu_height: 1\n".encode("latin-1"))
    with pytest.raises(FileError, match="x.yaml:2: the byte 0xe4 is not UTF-8"):
        read_type(path)
    path.write_bytes("manufacturer: M\nmodel: Gerät\nu_height: 1\n".encode("utf-8-sig"))
    assert read_type(path).model == "Gerät"
    path.write_bytes(b"x" * 6_000_000)
    with pytest.raises(FileError, match="too large for a NetBox type"):
        read_type(path)


def test_2000_mutations_give_a_preview_or_one_error():
    dice = random.Random(7)
    texts = [path.read_text() for path in FILES]
    made, refused = 0, []
    for _ in range(2000):
        text = mutated(dice.choice(texts), dice)
        try:
            preview = preview_type(text, "x.yaml")
        except ExplorerError as error:
            refused.append(str(error))
            continue
        made += 1
        assert isinstance(preview, Preview)
        assert preview.mass_kg is None or math.isfinite(preview.mass_kg)
        assert preview.draw_w is None or math.isfinite(preview.draw_w)
        if isinstance(preview.element, TrayDesign):
            layout = Layout(designs=[preview.element])
            assert parse(dump(layout)) == layout
    assert made > 300
    assert len(refused) > 300
    assert max(map(len, refused)) < 800
