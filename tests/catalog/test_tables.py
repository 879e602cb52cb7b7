"""A damaged table is refused with file, line and key."""

import pytest

from explorer.catalog import tables
from explorer.errors import CatalogError

HEAD = "key,low,typical,high,unit,kind,source,date,note\n"
KNOWN = tables.sources()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,1,2,3,W,estimate,NV-DR9,2026,", "figures.csv:2: x: no source 'NV-DR9' did you mean 'NV-DR8'?"),
        ("x,1,2,3,W,estimat,GK,2026,", "figures.csv:2: x: 'estimat' is no kind"),
        ("x,3,2,1,W,estimate,GK,2026,", "figures.csv:2: x: low, typical and high must not fall"),
        ("x,1,two,3,W,estimate,GK,2026,", "figures.csv:2: x, typical: 'two' is no number"),
        ("x,1,nan,3,W,estimate,GK,2026,", "figures.csv:2: x: low, typical and high must be finite"),
        ("x,1,2,3,W,estimate,GK,2026", "figures.csv:2: x: 9 cells are needed"),
        ("x,1,2,3,W,estimate,GK,2026,,,", "figures.csv:2: x: 9 cells are needed"),
        (
            "x,1,2,3,W,estimate,GK,2026,\nx,1,2,3,W,estimate,GK,2026,",
            "figures.csv:3: x: the key is there twice",
        ),
    ],
)
def test_damaged_figures(row, said, tmp_path, monkeypatch):
    (tmp_path / "figures.csv").write_text(HEAD + row + "\n", encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    with pytest.raises(CatalogError) as error:
        tables.figures(KNOWN)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "dac_400,faceplate",
            "dac_40,faceplate",
            "technologies.csv:2: dac_400: no row of technology_forms.csv",
        ),
        ("els_module_vhp,8,", "els_modul_vhp,8,", "did you mean 'els_module_vhp'?"),
        ("dac_400,faceplate", "dac_400,facplate", "'facplate' is none of faceplate, rear, board, package"),
        (
            ",estimate,GK\n",
            ",estimated,GK\n",
            "technology_forms.csv:2: dac_400, kind: 'estimated' is none of",
        ),
    ],
)
def test_damaged_forms(old, new, said, tmp_path, monkeypatch):
    for name in ("technologies.csv", "technology_forms.csv", "corrections.csv"):
        text = tables.files("explorer.catalog").joinpath(name).read_text(encoding="utf-8")
        if name == "technology_forms.csv":
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    with pytest.raises(CatalogError) as error:
        tables.technologies(KNOWN)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "dac_40,status,niche,estimate,GK,2026,",
            "corrections.csv:2: dac_40: no technology 'dac_40' did",
        ),
        ("dac_400,statis,niche,estimate,GK,2026,", "corrections.csv:2: dac_400: no column 'statis' did you"),
        ("dac_400,status,niche,estimat,GK,2026,", "corrections.csv:2: dac_400, kind: 'estimat' is none of"),
        ("dac_400,status,niche,estimate,XX,2026,", "corrections.csv:2: dac_400: no source 'XX'"),
        (
            "dac_400,reach_m_max,0.1,estimate,GK,2026,",
            "corrections.csv:2: dac_400, reach_m: low, typical",
        ),
        (
            2 * "dac_400,status,niche,estimate,GK,2026,\n",
            "corrections.csv:3: dac_400: the key is there twice",
        ),
    ],
)
def test_damaged_corrections(row, said, tmp_path, monkeypatch):
    for name in ("technologies.csv", "technology_forms.csv"):
        text = tables.files("explorer.catalog").joinpath(name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    head = "key,column,value,kind,source,date,note\n"
    (tmp_path / "corrections.csv").write_text(head + row + "\n", encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    with pytest.raises(CatalogError) as error:
        tables.technologies(KNOWN)
    assert str(error.value).startswith(said)


def test_a_corrected_figure_has_the_source_of_its_correction():
    fit = tables.technologies(KNOWN)["dsp_800_dr8"].fit
    assert (fit.low, fit.typical, fit.high) == (1000.0, 1333.0, 2000.0)
    assert (fit.source, fit.date) == (("META-MTBF",), "2026")
