"""python3 -m unittest discover -s scripts -t scripts"""

import contextlib
import io
import json
import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np

from golden_cases import check as checker
from golden_cases import caches, formats

NAMES = {
    np.dtype("f8"): "F64",
    np.dtype("f4"): "F32",
    np.dtype("i8"): "I64",
    np.dtype("i4"): "I32",
    np.dtype("u1"): "U8",
}


def safetensors(tensors, scalars):
    """The bytes of a file; a tensor is an array, or (dtype, shape, bytes)."""
    header, data = {"__metadata__": scalars}, b""
    for name, tensor in tensors.items():
        if isinstance(tensor, np.ndarray):
            tensor = NAMES[tensor.dtype], tensor.shape, tensor.tobytes()
        dtype, shape, stored = tensor
        offsets = [len(data), len(data) + len(stored)]
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": offsets}
        data += stored
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def case(tensors, scalars, **expected):
    """One case, each budget 2^-40 of its value."""
    all_tensors = dict(tensors)
    for name, values in expected.items():
        values = np.asarray(values, dtype="f8")
        all_tensors["expected." + name] = values
        all_tensors["budget.statistical." + name] = np.abs(values) * 2.0**-40
    return safetensors(all_tensors, {k: str(v) for k, v in scalars.items()})


NORM = case(
    {"x": np.array([[3.0, 4.0]]), "weight": np.array([1.0, 2.0])},
    {"operator": "rms-norm", "eps": 0.0, "contract": "f32"},
    y=[[3 / 12.5**0.5, 8 / 12.5**0.5]],
)

E = np.e
CASES = {
    "norm": NORM,
    "append": case(
        {
            "latent": np.array([[1.0], [9.0]]),
            "rope": np.array([[2.0], [9.0]]),
            "slots": np.array([1, -1]),
            "pool": np.full((1, 8), 5, dtype="u1"),
        },
        {
            "operator": "append-latent-cache",
            "layout": "dense",
            "layout.format": "BF16",
            "pageSize": 2,
        },
        pool=[[5, 5, 5, 5, 0x80, 0x3F, 0, 0x40]],
    ),
    "layer": case(
        {
            "hidden": np.array([[3.0]]),
            "q_proj": np.array([[1.0]]),
            "kv_a_proj_with_mqa": np.array([[2.0]]),
            "kv_a_layernorm": np.array([0.5]),
            "kv_b_proj": np.array([[7.0], [4.0]]),
            "o_proj": np.array([[3.0]]),
            "steps": np.array([1], dtype="i4"),
            "stepCounts": np.array([1], dtype="i4"),
        },
        {
            "operator": "mla-layer",
            "heads": 1,
            "latent": 1,
            "nope": 1,
            "rope": 0,
            "normEps": 0.0,
            "softmaxScale": 1.0,
            "store": "BF16",
        },
        out=[[6]],
        cache=[[0.5]],
    ),
    "projection": case(
        {"x": np.array([[1.0, 2.0]]), "weights": np.array([[3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])},
        {"operator": "projection"},
        y=[[11, 17, 23]],
    ),
    "block-scaled": case(
        {
            "x": np.array([[1.0, 2.0]]),
            "weights.codes": ("F8_E4M3", (1, 2), bytes([0x38, 0xC0])),
            "weights.scales": np.array([[0.5]], dtype="f4"),
        },
        {"operator": "projection"},
        y=[[-1.5]],
    ),
    "decode": case(
        # Two pages of one slot, the second key in the first page; a third page is never read.
        {
            "query": np.array([[[[1.0, 0.0]]]]),
            "slots": np.array([[[1.0, 5.0]], [[0.0, 7.0]], [[np.nan, np.nan]]]),
            "pageTable": np.array([[1, 0, 99]], dtype="i4"),
            "lengths": np.array([2], dtype="i4"),
        },
        {
            "operator": "paged-mla-decode",
            "latent": 1,
            "rope": 1,
            "pageSize": 1,
            "scale": 1.0,
            "causal": "false",
        },
        out=[E / (1 + E)],
        lseNats=[np.log(1 + E)],
    ),
    "sparse": case(
        {
            "query": np.array([[[[0.0]]]]),
            "slots": np.array([[[4.0], [8.0]]]),
            "indices": np.array([[[1, -1, 1, 0]]], dtype="i4"),
            "counts": np.array([[3]], dtype="i4"),
            "sinks": np.array([0.0], dtype="f4"),
        },
        {
            "operator": "sparse-mla-decode",
            "latent": 1,
            "rope": 0,
            "valueWidth": 1,
            "scale": 1.0,
        },
        out=[16 / 3],
        lseNats=[np.log(2)],
    ),
    "mha": case(
        {
            "query": np.zeros((1, 1, 2, 1)),
            "keys": np.zeros((1, 2, 1, 1)),
            "values": np.array([[[[2.0]], [[6.0]]]]),
            "pageTable": np.array([[0]], dtype="i4"),
            "lengths": np.array([2], dtype="i4"),
        },
        {
            "operator": "mha-decode",
            "scale": 1.0,
            "causal": "true",
        },
        out=[4, 4],
        lseNats=[np.log(2)] * 2,
    ),
    "prefill": case(
        # Three queries and two keys: the first sees nothing.
        {
            "query": np.zeros((3, 1, 1)),
            "keys": np.zeros((2, 1, 1)),
            "values": np.array([[[2.0]], [[6.0]]]),
            "queryStarts": np.array([0, 3], dtype="i4"),
            "keyStarts": np.array([0, 2], dtype="i4"),
        },
        {
            "operator": "mla-prefill",
            "scale": 1.0,
            "causal": "true",
        },
        out=[0, 2, 4],
        lseNats=[-np.inf, 0, np.log(2)],
    ),
    "combine": case(
        {
            "out": np.array([[[1.0]], [[4.0]], [[np.nan]]]),
            "lseNats": np.array([[0.0], [np.log(2.0)], [-np.inf]]),
        },
        {"operator": "combine-splits"},
        out=[3],
        lseNats=[np.log(3)],
    ),
    "rotary": case(
        {"x": np.array([[[1.0, 0.0]]]), "positions": np.array([2], dtype="i4")},
        {
            "operator": "rotary-embedding",
            "pairing": "INTERLEAVED",
            "theta": 10000.0,
            "yarn.factor": 1.0,
        },
        y=[np.cos(2), np.sin(2)],
    ),
}

UP = {"heads": 1, "nope": 1, "value": 1}
UP_ROWS = np.array([[3.0, 4.0], [5.0, 6.0]])
CASES["absorb"] = case(
    {"query": np.array([[[2.0, 9.0]]]), "weights": UP_ROWS},
    {"operator": "absorb-query", "rope": 1, **UP},
    q=[6, 8, 9],
)
CASES["unabsorb"] = case(
    {"latentOut": np.array([[[1.0, 2.0]]]), "weights": UP_ROWS},
    {"operator": "unabsorb-output", **UP},
    out=[17],
)
CASES["decompress"] = case(
    {"slots": np.array([[1.0, 2.0, 7.0]]), "weights": UP_ROWS},
    {"operator": "decompress-heads", "rope": 1, "firstHead": 0, "headCount": 1, **UP},
    k=[11, 7],
    v=[17],
)


def run(cases):
    """(exit code, what was printed)"""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in cases.items():
            (Path(folder) / name).write_bytes(data)
        (Path(folder) / "manifest.json").write_text(json.dumps({"cases": list(cases)}))
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = checker.main([folder])
        return code, said.getvalue()


def decode(dtype, *codes):
    stored, decoder = formats.DTYPES[dtype]
    return [float(x) for x in decoder(np.array(codes, dtype=stored))]


class CheckerTest(unittest.TestCase):
    def test_every_operator_agrees_with_a_case_by_hand(self):
        self.assertEqual((0, f"{len(CASES)} agree, 0 differ, 0 not run"), self.summary(CASES))

    def test_every_operator_has_a_case(self):
        said = run(CASES)[1]
        self.assertEqual(0, said.count("NOT RUN"))
        posed = {c.split(b'"operator": "')[1].split(b'"')[0].decode() for c in CASES.values()}
        self.assertEqual(set(checker.OPERATORS), posed)

    def test_an_error_above_the_budget_is_seen_and_one_below_is_not(self):
        for factor, code in ((1 + 2.0**-39, 1), (1 + 2.0**-41, 0)):
            wrong = case(
                {"x": np.array([[1.0]]), "weights": np.array([[factor]])},
                {"operator": "projection"},
                y=[[1]],
            )
            self.assertEqual(code, run({"wrong": wrong})[0])

    def test_nan_where_a_number_is_expected_is_seen(self):
        wrong = case(
            {"x": np.array([[np.nan]]), "weights": np.array([[1.0]])},
            {"operator": "projection"},
            y=[[1]],
        )
        self.assertEqual(1, run({"wrong": wrong})[0])

    def test_a_result_that_nobody_computes_is_seen(self):
        posed = {"x": np.array([[1.0]]), "weights": np.array([[1.0]])}
        wrong = case(posed, {"operator": "projection"}, y=[[1]], lseNats=[1])
        self.assertEqual(1, run({"wrong": wrong})[0])

    def test_what_is_not_run_does_not_look_green(self):
        self.assertEqual(3, run({"new": case({}, {"operator": "new"})})[0])
        self.assertEqual(3, run({})[0])

    def test_a_broken_file_is_bad_input(self):
        self.assertEqual(2, run({"cut": NORM[:-8]})[0])
        self.assertEqual(2, run({"none": case({}, {"operator": "rms-norm"})})[0])

    def test_formats(self):
        self.assertEqual([1.5, -2.0], decode("BF16", 0x3FC0, 0xC000))
        self.assertEqual([1.0, 448.0, 2.0**-9, -0.0], decode("F8_E4M3", 0x38, 0x7E, 1, 0x80))
        self.assertTrue(np.isnan(decode("F8_E4M3", 0x7F)[0]))
        self.assertEqual([1.0, 57344.0, np.inf, 2.0**-16], decode("F8_E5M2", 0x3C, 0x7B, 0x7C, 1))
        self.assertTrue(np.isnan(decode("F8_E5M2", 0x7D)[0]))

    def test_a_binary64_contract_allows_two_budgets(self):
        for contract, budgets in (("binary64", 2), ("f32", 1), ("bf16", 1)):
            posed = checker.Case("", {}, {"contract": contract})
            self.assertEqual(budgets, checker.budgets_allowed(posed))

    def test_cache_layouts(self):
        one, two = 0x38, 0x40  # in E4M3
        bf16 = [0x80, 0x3F]
        tiled = [one, two] + list(struct.pack("<f", 0.75)) + bf16
        for reading, scale in (("F32", 0.75), ("BF16", 0.75), ("UE8M0", 1)):
            scalars = {"layout": "fp8_ds_mla", "layout.reading": reading}
            self.assertEqual([[scale, 2 * scale, 1]], self.slots(tiled, 1, scalars))
        page = [one, two] + bf16 + [two, one] + bf16 + [128] + [0] * 7 + [126] + [0] * 7
        self.assertEqual([[2, 4, 1], [1, 0.5, 1]], self.slots(page, 2, {"layout": "MODEL1"}))
        flat = {"layout": "dense", "layout.tensorScale": "0.5"}
        self.assertEqual([[0.5, 1, 0.5]], self.slots([one, two, one], 1, flat))

    def slots(self, page, page_size, scalars):
        scalars = {"latent": "2", "rope": "1", "pageSize": str(page_size), **scalars}
        pool = np.array([page], dtype=np.uint8)
        return caches.slots(checker.Case("", {"slots": pool}, scalars)).tolist()

    def summary(self, cases):
        code, said = run(cases)
        return code, said.strip().splitlines()[-1]


if __name__ == "__main__":
    unittest.main()
