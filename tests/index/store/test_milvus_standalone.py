"""Dense search, filters, deletion and a rebuild on a Milvus that is no milvus-lite: version 2.3, whole."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        (platform.system(), platform.machine()) != ("Linux", "x86_64"),
        reason="the wheel holds programs for Linux on x86-64, and they are shut into a network namespace",
    ),
    pytest.mark.timeout(600),  # half a minute where nothing else runs
]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    alone = ["unshare", "--net", "--pid", "--fork", "--kill-child"]
    if os.getuid() != 0:
        alone += ["--user", "--map-root-user"]
    command = [
        *alone,
        sys.executable,
        "-m",
        "tests.support.standalone_steps",
        str(tmp_path_factory.mktemp("alone")),
    ]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=580)
    assert finished.returncode == 0, finished.stderr[-3000:]
    return json.loads(finished.stdout), finished.stderr


def test_it_was_shut_in_where_there_is_only_loopback(done):
    assert done[0]["interfaces"] == ["lo"]


@pytest.mark.parametrize(
    "step", ["dense", "unit", "since", "tag", "both", "deleted", "added again", "rebuilt"]
)
def test_what_is_found_is_what_brute_force_finds(done, step):
    hits, expected = done[0][step]
    assert len(expected) == 20
    assert hits == expected


def test_a_restamped_store_is_empty_and_both_are_sound(done):
    assert done[0]["emptied"] == []
    assert done[0]["problems"] == done[0]["problems after"] == []


def test_a_collection_of_somebody_else_is_left_alone(done):
    assert "已有名为 cases 的集合" in done[0]["foreign"]


def test_without_bm25_the_store_says_so_and_finds_nothing_by_words(done):
    report, said = done
    assert report["text"] == []
    assert "没有全文检索（要 2.5 以上）" in said
