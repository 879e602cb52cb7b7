"""The ``transient`` cases of ``explorer.verify.run``: a lumped part, or a plane wall that cools on one face.

A quantity can have several names, since cases come from several authors: see ``NAMES``. For a wall, an
expected key names the place: "surface" or "cooled" is the cooled face, "mean" the mean over the wall, and
anything else the insulated face, unless ``x_m`` from that face or ``x_over_l`` is given, in the inputs or
beside the value.
"""

import numpy as np

from explorer.solvers.heat.wall import lumped_rise, plane_wall

NAMES = {
    "r": ("r_k_per_w", "resistance_k_per_w", "r_th_k_per_w"),
    "c": ("c_j_per_k", "capacity_j_per_k", "heat_capacity_j_per_k", "c_th_j_per_k"),
    "mass": ("m_kg", "mass_kg"),
    "thickness": ("thickness_m", "l_m", "length_m", "half_thickness_m", "L"),
    "first rise": (
        *("first_rise_k", "initial_rise_k", "rise0_k", "theta0_k", "theta_i_k", "rise_0_k", "uniform_rise_k"),
        *("t0_k", "first_k", "initial_k"),
    ),
    "first": ("initial_c", "t0_c", "t_initial_c", "t_i_c", "start_c"),
    "fluid": ("fluid_c", "ambient_c", "t_inf_c", "t_ambient_c", "t_fluid_c", "coolant_c"),
    "rho_c": ("rho_c", "rho_cp", "rho_c_j_per_m3_k"),
    "rho": ("rho", "rho_kg_per_m3", "density_kg_per_m3"),
    "cp": ("cp", "cp_j_per_kg_k", "c_p"),
    "k": ("k", "k_w_per_m_k", "kz"),
    "h": ("h", "h_w_per_m2_k", "h_top"),
    "alpha": ("alpha", "alpha_m2_per_s", "diffusivity_m2_per_s"),
    "biot": ("biot", "bi"),
    "fourier": ("fourier", "fo"),
    "times": ("t_s", "times_s", "time_s"),
    "x": ("x_m", "positions_m"),
}
COOLED, MEAN = ("surface", "cooled", "face_rise"), ("mean", "average")
LAYERS = 200


def transient(inputs: dict, expected: dict) -> dict:
    """The ``expected`` values of a lumped part after a power step, or of a wall from a uniform first rise."""
    case = (_Lumped if _found(inputs, "r") is not None or "power_w" in inputs else _Wall)(inputs)
    rows = [row for rows in expected.values() for row in _rows(rows)]
    own = [_found(row, "times", []) for row in rows]
    case.solve({float(t) for times in (case.times, *own) for t in np.atleast_1d(times)})
    return {key: _like(case, key, value) for key, value in expected.items()}


class _Lumped:
    def __init__(self, inputs):
        r, c = _found(inputs, "r"), _found(inputs, "c")
        self.r = 1.0 / (inputs["h"] * inputs["area_m2"]) if r is None else r
        self.c = _found(inputs, "mass") * _found(inputs, "cp") if c is None else c
        self.power_w, self.times = inputs["power_w"], _found(inputs, "times", [])
        self.fluid_c, self.x_m = _found(inputs, "fluid", 0.0), None
        self.first_k = self.power_w * self.r

    def solve(self, times):
        pass

    def rise(self, t_s, _where) -> float:
        return float(lumped_rise(self.r, self.c, self.power_w, t_s)[0])


class _Wall:
    def __init__(self, inputs):
        self.thickness_m, k = _found(inputs, "thickness", 1.0), _found(inputs, "k", 1.0)
        biot, fourier = _found(inputs, "biot"), _found(inputs, "fourier")
        self.k, self.h = k, _found(inputs, "h") if biot is None else biot * k / self.thickness_m
        self.rho_c = self._rho_c(inputs)
        self.fluid_c = _found(inputs, "fluid", 0.0)
        first_k = _found(inputs, "first rise")
        self.first_k = _found(inputs, "first", 1.0) - self.fluid_c if first_k is None else first_k
        scale_s = self.rho_c * self.thickness_m**2 / k
        self.times = _found(inputs, "times") if fourier is None else (np.array(fourier) * scale_s).tolist()
        self.times = [] if self.times is None else self.times
        part = inputs.get("x_over_l")
        self.x_m = _found(inputs, "x") if part is None else (np.array(part) * self.thickness_m).tolist()

    def _rho_c(self, inputs):
        alpha, rho_c = _found(inputs, "alpha"), _found(inputs, "rho_c")
        if rho_c is not None:
            return rho_c
        if alpha is not None:
            return self.k / alpha
        return _found(inputs, "rho", 1.0) * _found(inputs, "cp", 1.0)

    def solve(self, times):
        times = sorted(times)
        rows = plane_wall(self.thickness_m, self.k, self.rho_c, self.h, self.first_k, times, LAYERS)
        self.rows = dict(zip(times, rows, strict=True))

    def rise(self, t_s, where) -> float:
        row = self.rows[t_s]
        if where == "mean":
            return float(row.mean())
        n, thickness_m = len(row), self.thickness_m
        cooled = row[-1] / (1.0 + self.h * thickness_m / n / (2.0 * self.k))
        x = np.concatenate([[0.0], (np.arange(n) + 0.5) * thickness_m / n, [thickness_m]])
        values = np.concatenate([[(9.0 * row[0] - row[1]) / 8.0 if n > 1 else row[0]], row, [cooled]])
        return float(np.interp(thickness_m if where == "cooled" else where, x, values))


def _like(case, key, value, row=None):
    """The computed value for one expected key, in the shape of the expected value."""
    if value is None or isinstance(value, str):
        return value
    if _rows(value):
        one = [{name: _like(case, name, v, inner) for name, v in inner.items()} for inner in _rows(value)]
        return one if isinstance(value, list) else one[0]
    row = row or {}
    if key in (*NAMES["times"], *NAMES["x"], "x_over_l"):
        return value
    times, x_m = _found(row, "times", case.times), _found(row, "x", case.x_m)
    if "x_over_l" in row:
        x_m = row["x_over_l"] * case.thickness_m
    places = _places(key, x_m)
    scale = case.first_k if any(word in key for word in ("ratio", "relative", "over_first")) else 1.0
    offset = case.fluid_c if key.endswith("_c") else 0.0
    t_s = np.atleast_1d(times).tolist()
    values = np.array([[case.rise(t, x) / scale + offset for x in places] for t in t_s])
    return _shaped(values, value)


def _places(key, x_m) -> list:
    if any(word in key for word in COOLED):
        return ["cooled"]
    if any(word in key for word in MEAN):
        return ["mean"]
    return [0.0] if x_m is None else np.atleast_1d(x_m).tolist()


def _shaped(values, like):
    """Values (times, places) as a number, a list, or a list of lists, in the form that is expected."""
    if not isinstance(like, list):
        return float(values.ravel()[0])
    if not (like and isinstance(like[0], list)):
        return values.ravel().tolist()
    return (values if len(like) == values.shape[0] else values.T).tolist()


def _rows(value) -> list[dict]:
    """The dictionaries that give values with times or places; empty if the value has another form."""
    rows = value if isinstance(value, list) else [value]
    return rows if rows and all(isinstance(row, dict) for row in rows) else []


def _found(inputs: dict, what: str, default=None):
    return next((inputs[name] for name in NAMES[what] if name in inputs), default)
