"""Files that the tests of the terminal use."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SWITCH = ROOT / "layouts/switch_51t_cpo.layout.yaml"
DSP = SWITCH.with_name("switch_51t_dsp.layout.yaml")
COPPER = SWITCH.with_name("gb200_nvl72.layout.yaml")
OPTICS = SWITCH.with_name("gb200_nvl72_cpo.layout.yaml")
CASE = ROOT / "tests/cases/slab_1d.json"
