"""The checks of 01-forward as Otter's exception-based tests: the same inputs as ours, against stored values."""

import copy
import json

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "forward_checks"

TOLERANCE = 1e-6  # of the largest entry, as in the course

with open("values.json") as file:
    CALLS = json.load(file)


def read(value):
    """Labels are a list, arrays have a shape, and params are arrays by name."""
    if isinstance(value, list):
        return np.array(value)
    if "shape" in value:
        return np.array(value["data"], dtype=float).reshape(value["shape"])
    return {key: read(each) for key, each in value.items()}


def parts(value):
    return list(value.values()) if isinstance(value, dict) else [value]


def calls(env, check=None):
    for call in CALLS:
        if check in (None, call["check"]):
            yield env[call["function"]], [read(each) for each in call["given"]], read(call["want"])


def require(env, check, part=None):
    for function, given, want in calls(env, check):
        got = function(*given)
        for key in [part] if part else [None]:
            g, w = (got, want) if key is None else (got[key], want[key])
            g = np.asarray(g, dtype=float)
            assert g.shape == w.shape, f"the shape is {g.shape}, not {w.shape}"
            assert np.abs(g - w).max() <= TOLERANCE * np.abs(w).max(), "the values differ"


@test_case(name="linear", points=1)
def linear_values(env):
    require(env, "linear")


@test_case(name="relu", points=1)
def relu_values(env):
    require(env, "relu")


@test_case(name="softmax", points=1)
def softmax_values(env):
    require(env, "softmax")


@test_case(name="softmax-extreme", points=1)
def softmax_extreme(env):
    require(env, "softmax-extreme")


@test_case(name="cross-entropy", points=1)
def cross_entropy_values(env):
    require(env, "cross-entropy")


@test_case(name="cross-entropy-extreme", points=1)
def cross_entropy_extreme(env):
    require(env, "cross-entropy-extreme")


@test_case(name="forward-z1", points=1)
def forward_z1(env):
    require(env, "forward", "z1")


@test_case(name="forward-a1", points=1)
def forward_a1(env):
    require(env, "forward", "a1")


@test_case(name="forward-z2", points=1)
def forward_z2(env):
    require(env, "forward", "z2")


@test_case(name="inputs-unchanged", points=1)
def inputs_unchanged(env):
    for function, given, _ in calls(env):
        before = copy.deepcopy(given)
        function(*given)
        for now, then in zip(given, before):
            assert all(np.array_equal(a, b) for a, b in zip(parts(now), parts(then))), "an input was changed"


@test_case(name="repeatable", points=1)
def repeatable(env):
    for function, given, _ in calls(env):
        first, second = function(*copy.deepcopy(given)), function(*copy.deepcopy(given))
        assert all(np.array_equal(a, b) for a, b in zip(parts(first), parts(second))), "two calls differ"
