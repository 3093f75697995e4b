"""A bank of questions, and trainees."""

import pytest

from people import Bank, Learning, StoredQuestion

IDS = tuple(f"题{n:02d}" for n in range(30))


@pytest.fixture
def learning(engine):
    Bank(engine).put([StoredQuestion(one, "d", "文档", "案例", "judge", 1, "made", {}) for one in IDS])
    return Learning(engine)


@pytest.fixture
def wang(learning):
    return learning.trainees.add("王小明").id
