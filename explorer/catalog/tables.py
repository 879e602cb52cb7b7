"""Readers of the catalog's csv tables, which check them row by row."""

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple

from explorer.catalog.quantity import KINDS, Quantity, Source
from explorer.catalog.technology import Technology
from explorer.errors import CatalogError, nearest

UNTRACED = "GK"
"""Source key of general engineering knowledge."""

KIND_OF = {
    "solid": "datasheet",
    "medium": "estimate",
    "mixed": "estimate",
    "claim": "estimate",
    "soft": "assumption",
}
"""Kind of evidence by the confidence that technologies.csv states."""


def sources() -> dict[str, Source]:
    """Every source by key."""
    return {row["key"]: Source(**row) for _, row in _rows("sources.csv")}


def figures(known: Mapping[str, Source]) -> dict[str, Quantity]:
    """Every figure by key, in table order.

    Raises
    ------
    CatalogError
        If a row is invalid; the message names file, line and key.
    """
    return {row["key"]: _figure(place, row, known) for place, row in _rows("figures.csv")}


def technologies(known: Mapping[str, Source]) -> dict[str, Technology]:
    """Every technology by key, in table order.

    Raises
    ------
    CatalogError
        If a row is invalid or has no row in technology_forms.csv; the message names file, line and key.
    """
    forms = {row["key"]: (place, row) for place, row in _rows("technology_forms.csv")}
    corrected = _corrections(known)
    found = {}
    for place, row in _rows("technologies.csv", key="tech_id"):
        key = row["tech_id"]
        if key not in forms:
            raise CatalogError(f"{place}: no row of technology_forms.csv says where it sits")
        form_place, form = forms.pop(key)
        _check_sources(form_place, form["source"], known)
        if form["kind"] not in KINDS:
            raise CatalogError(f"{form_place}, kind: '{form['kind']}' is none of {', '.join(KINDS)}")
        found[key] = _technology(place, row, form, known, corrected.pop(key, ()))
    for key, rows in corrected.items():
        raise CatalogError(f"{rows[0].place}: no technology '{key}' {nearest(key, found)}".rstrip())
    for key, (place, _) in forms.items():
        raise CatalogError(f"{place}: no technology '{key}' {nearest(key, found)}".rstrip())
    for tech in found.values():
        source = tech.light_source_key
        if source and source not in found:
            hint = nearest(source, found)
            raise CatalogError(f"technology_forms.csv: {tech.key}: no '{source}' {hint}".rstrip())
    return found


class _Correction(NamedTuple):
    """A newer value for one column of technologies.csv, which stays as it was given."""

    place: str
    column: str
    value: str
    kind: str
    source: tuple[str, ...]
    date: str


def _corrections(known) -> dict[str, tuple[_Correction, ...]]:
    """The rows of corrections.csv by technology."""
    found: dict[str, tuple[_Correction, ...]] = {}
    for place, row in _rows("corrections.csv", also="column"):
        if row["kind"] not in KINDS:
            raise CatalogError(f"{place}, kind: '{row['kind']}' is none of {', '.join(KINDS)}")
        cited = _check_sources(place, row["source"], known)
        own = _Correction(place, row["column"], row["value"], row["kind"], cited, row["date"])
        found[row["key"]] = (*found.get(row["key"], ()), own)
    return found


def _rows(name: str, key: str = "key", also: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Place (file, line and key) and cells of each row; its key is unique, if need be with another cell."""
    seen: set[tuple] = set()
    with files("explorer.catalog").joinpath(name).open(encoding="utf-8", newline="") as table:
        reader = csv.DictReader(table)
        for row in reader:
            place = f"{name}:{reader.line_num}: {row[key]}"
            if None in row or None in row.values():
                raise CatalogError(f"{place}: {len(reader.fieldnames)} cells are needed")
            own = row[key], row.get(also)
            if own in seen:
                raise CatalogError(f"{place}: the key is there twice")
            seen.add(own)
            yield place, row


def _check_sources(place: str, cell: str, known: Mapping[str, Source]) -> tuple[str, ...]:
    keys = tuple(cell.split(";"))
    for key in keys:
        if key not in known:
            raise CatalogError(f"{place}: no source '{key}' {nearest(key, known)}".rstrip())
    return keys


def _figure(place, row, known) -> Quantity:
    source = _check_sources(place, row["source"], known)
    values = [_number(place, row, name) for name in ("low", "typical", "high")]
    return _quantity(place, values, row["unit"], source, row["date"], row["kind"], row["note"])


def _quantity(place, values, unit, source, date, kind, note="") -> Quantity:
    try:
        return Quantity(*values, unit, source, date, kind, note)
    except CatalogError as error:
        raise CatalogError(f"{place}: {error}") from None


def _number(place, row, name, empty: float | None = None) -> float:
    if row[name] == "" and empty is not None:
        return empty
    try:
        return float(row[name])
    except ValueError:
        raise CatalogError(f"{place}, {name}: '{row[name]}' is no number") from None


def _size(place, row, name) -> float | None:
    return None if row[name] == "" else _number(place, row, name)


def serdes_key(printed: str) -> str:
    """The entry of `SERDES_KEYS` for a class as its source prints it; of two, the longer channel.

    >>> [serdes_key(s) for s in ("LR (linear)", "VSR Tx/LR Rx", "XSR+/LR-lite", "LR-lite/VSR", "none")]
    ['LR', 'LR', 'XSR+', 'VSR', '']
    """
    two = {"none": "", "VSR Tx/LR Rx": "LR", "LR-lite/VSR": "VSR"}
    return two.get(printed, printed.split("/")[0].split(" ")[0])


def _is_column(correction: _Correction, row) -> bool:
    if correction.column not in row:
        hint = nearest(correction.column, row)
        raise CatalogError(f"{correction.place}: no column '{correction.column}' {hint}".rstrip())
    return True


def _technology(place, row, form, known, corrections) -> Technology:
    row = {**row, **{c.column: c.value for c in corrections if _is_column(c, row)}}
    cited = _check_sources(place, row["source_keys"], known)
    untraced = (UNTRACED,)
    power_kind = "estimate" if cited == untraced else KIND_OF[row["power_confidence"]]
    assumed = power_kind == "assumption"
    other_kind = "assumption" if assumed else "estimate"
    shown_kind = "datasheet" if not assumed and row["other_confidence"] == "solid" else other_kind
    counted = ("META-MTBF", UNTRACED) if "META-MTBF" in cited else untraced

    def quantity(stem, unit, source, kind, last="high", middle="typ") -> Quantity:
        columns = [f"{stem}_{w}" for w in ("low", middle, last)]
        values = [_number(place, row, column) for column in columns]
        newer = [c for c in corrections if c.column in columns]
        if newer:
            new = max(newer, key=lambda c: c.date)
            return _quantity(f"{new.place}, {stem}", values, unit, new.source, new.date, new.kind)
        traced = [known[s].date for s in source if s != UNTRACED] or [known[UNTRACED].date]
        return _quantity(f"{place}, {stem}", values, unit, source, max(traced), kind)

    return Technology(
        key=row["tech_id"],
        name=row["name"],
        family=row["family"],
        medium=row["medium"],
        status=row["status"],
        placement=form["placement"],
        form=form["form"],
        rate_gbps=_number(place, row, "aggregate_gbps", 0.0),
        n_lanes=int(_number(place, row, "lanes", 0.0)),
        lane_gbps=_number(place, row, "lane_gbps", 0.0),
        baud_gbd=_number(place, row, "baud_gbd", 0.0),
        module_w=quantity("module_w", "W", cited, power_kind),
        host_serdes_class=row["host_serdes_class"],
        host_serdes_key=serdes_key(row["host_serdes_class"]),
        host_pj_per_bit=quantity("host_pj", "pJ/bit", untraced, other_kind),
        reach_m=quantity("reach_m", "m", cited, shown_kind, last="max"),
        latency_ns=quantity("latency_ns", "ns", cited, shown_kind),
        fec=row["fec"],
        cost_usd=quantity("usd_per_end", "$", untraced, other_kind),
        fit=quantity("fit_per_end", "FIT", counted, other_kind),
        t_limit_c=_number(place, row, "case_or_engine_tmax_c"),
        width_mm=_size(place, row, "width_mm"),
        height_mm=_size(place, row, "height_mm"),
        length_mm=_size(place, row, "length_mm"),
        edge_gbps_per_mm=_size(place, row, "edge_gbps_per_mm_typ"),
        els_w=_number(place, row, "els_w_share_typ", 0.0),
        conductors=row["fibres_or_pairs"],
        n_lasers=int(_number(place, form, "n_lasers")),
        unit_gbps=_number(place, form, "unit_gbps"),
        unit_width_mm=_number(place, form, "unit_width_mm"),
        unit_depth_mm=_number(place, form, "unit_depth_mm"),
        light_source_key=form["light_source_key"],
        note=form["note"],
    )
