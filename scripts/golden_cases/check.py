"""Checks cases that `./assay golden export` wrote against NumPy: a second implementation of every
operator, in binary64, that shares no code with Assay.

    scripts/check-golden-cases FOLDER

What the folder holds is described in docs/golden-export.md. Needs NumPy and nothing else. Exit code:
0 all agree, 1 one does not, 2 a case cannot be read, 3 a case is of an operator that is not here.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np

from . import operators
from .append import append_latent_cache
from .formats import DTYPES
from .layer import mla_layer


OPERATORS = {
    "rms-norm": operators.rms_norm,
    "rotary-embedding": operators.rotary_embedding,
    "projection": operators.projection,
    "absorb-query": operators.absorb_query,
    "unabsorb-output": operators.unabsorb_output,
    "decompress-heads": operators.decompress_heads,
    "paged-mla-decode": operators.paged_mla_decode,
    "combine-splits": operators.combine_splits,
    "mla-prefill": operators.mla_prefill,
    "sparse-mla-decode": operators.sparse_mla_decode,
    "mha-decode": operators.mha_decode,
    "append-latent-cache": append_latent_cache,
    "mla-layer": mla_layer,
}


class BadCase(Exception):
    """A file that is not what the format says."""


# ---- Files ---------------------------------------------------------------------------------------


class Case:
    """Tensors as binary64 or int64, and scalars as text."""

    def __init__(self, name, tensors, scalars):
        self.name, self.tensors, self.scalars = name, tensors, scalars

    def __contains__(self, name):
        return name in self.tensors

    def tensor(self, name):
        if name not in self.tensors:
            raise BadCase(f"no tensor '{name}'; there are {sorted(self.tensors)}")
        return self.tensors[name]

    def text(self, name):
        if name not in self.scalars:
            raise BadCase(f"no metadata '{name}'; there are {sorted(self.scalars)}")
        return self.scalars[name]

    def integer(self, name):
        return int(self.text(name))

    def real(self, name):
        return float(self.text(name))

    def flag(self, name):
        return self.text(name).lower() in ("true", "1")


def read_case(path):
    """safetensors: the header's length in eight bytes, a JSON header, the data."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    scalars = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] not in DTYPES:
            raise BadCase(f"tensor '{name}' is {entry['dtype']}; known are {sorted(DTYPES)}")
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        stored, decode = DTYPES[entry["dtype"]]
        numbers = np.frombuffer(data[begin:end], dtype=stored)
        tensors[name] = np.asarray(decode(numbers)).reshape(entry["shape"])
    return Case(Path(path).name, tensors, scalars)


def case_files(folder):
    """What manifest.json lists under "cases": names, or objects with a "file"."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for entry in manifest["cases"]:
        yield folder / (entry if isinstance(entry, str) else entry["file"])


# ---- Comparison ----------------------------------------------------------------------------------


def budgets_allowed(case):
    """One: the budget is the subject's. Two where it is binary64, the golden model's own."""
    return 2 if case.scalars.get("contract") == "binary64" else 1


def headroom(actual, expected, budget):
    """Errors in budgets: 0 where both are equal, or both NaN; NaN where only one is a number."""
    with np.errstate(all="ignore"):
        error = np.abs(actual - expected)
        ratio = np.where(error == 0, 0, error / budget)
    same = (actual == expected) | (np.isnan(actual) & np.isnan(expected))
    return np.where(same, 0, ratio)


def check(case):
    """(agrees, a line about it)"""
    worst, where = 0.0, "none"
    results = OPERATORS[case.text("operator")](case)
    posed = {name.removeprefix("expected.") for name in case.tensors if name.startswith("expected.")}
    if posed != set(results):
        return False, f"expected are {sorted(posed)}; NumPy has {sorted(results)}"
    for name, actual in results.items():
        expected = case.tensor("expected." + name).ravel()
        budget = budgets_allowed(case) * case.tensor("budget.statistical." + name).ravel()
        if actual.size != expected.size:
            return False, f"{name} has {actual.size} elements; expected are {expected.size}"
        ratios = headroom(actual.ravel(), expected, budget)
        bad = ~(ratios <= worst)
        if bad.any():
            at = int(np.argmax(np.where(np.isnan(ratios), np.inf, ratios)))
            worst = np.inf if np.isnan(ratios[at]) else float(ratios[at])
            where = f"{name}[{at}]: {actual.ravel()[at]!r}, golden {expected[at]!r}"
    return worst <= 1, f"{worst:.3g} of the budget at worst, {where}"


def main(arguments):
    if len(arguments) != 1:
        print("usage: check-golden-cases FOLDER", file=sys.stderr)
        return 2
    agreed = failed = not_run = 0
    for path in case_files(Path(arguments[0])):
        try:
            case = read_case(path)
            if case.text("operator") not in OPERATORS:
                not_run += 1
                print(f"NOT RUN {path.name}: no NumPy version of {case.text('operator')}")
                continue
            agrees, line = check(case)
        except (BadCase, OSError, KeyError, ValueError, struct.error) as bad:
            print(f"{path.name}: {bad}", file=sys.stderr)
            return 2
        agreed, failed = agreed + agrees, failed + (not agrees)
        print(f"{'agrees ' if agrees else 'DIFFERS'} {path.name}: {line}")
    print(f"{agreed} agree, {failed} differ, {not_run} not run")
    return 1 if failed else 3 if not_run or not agreed else 0
