"""What a search is narrowed to: the same in the store, in Python and in words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexFailure
from index.records import EVERYTHING, Filter, Metadata
from index.settings import IndexSettings
from index.store.contract import Entry
from index.store.opening import open_store
from rag.search.filters import holds, narrowed_to, told
from tests.support.storekit import STAMP, fake_vectors, item

UNITS, SOURCES, TAGS = ("河口镇", "河口镇水务站", "县文化局"), ("简报", "日报"), ("志愿", "读书", "")
DAYS = ("2023-01-01", "2024-05-01", "2025-12-31")


def some(values):
    return st.lists(st.sampled_from([v for v in values if v]), unique=True, max_size=2).map(tuple)


def maybe(values):
    return st.sampled_from(("", *values))


METADATA = st.builds(Metadata, maybe(UNITS), maybe(DAYS), maybe(SOURCES), some(TAGS), maybe(DAYS))
FILTERS = st.builds(
    Filter,
    st.just(()),
    some((*UNITS, "河口")),
    some(SOURCES),
    some(TAGS),
    maybe(DAYS),
    maybe(DAYS),
    maybe(DAYS),
)


@settings(max_examples=40, deadline=None)
@given(documents=st.lists(st.tuples(maybe(UNITS), METADATA), min_size=3, max_size=6), where=FILTERS)
def test_python_leaves_what_the_store_leaves(tmp_path_factory, documents, where):
    folder = tmp_path_factory.mktemp("scope") / "store"
    items = [item(f"{n}.txt", f"题目{n}", f"第{n}句话。", unit=unit) for n, (unit, _) in enumerate(documents)]
    with open_store(folder, stamp=STAMP, writable=True, settings=IndexSettings()) as store:
        store.apply(add=items)
        for ingested, (_, known) in zip(items, documents, strict=True):
            store.describe(ingested.document.id, "题目", known)
        hits = {i.split(":")[0] for i, _ in store.search_dense(fake_vectors(["问"])[0], 100, where)}
        entries = {entry.id: entry for entry in store.documents()}
    held = {
        ingested.document.id
        for ingested, (unit, _) in zip(items, documents, strict=True)
        if holds(where, entries[ingested.document.id], unit)
    }
    assert held == hits


def test_documents_by_id():
    entry = Entry("a", "甲.txt", "", "", 0, 1)
    assert holds(Filter(documents=("a",)), entry, "")
    assert not holds(Filter(documents=("b",)), entry, "")


def test_words_of_people_become_a_filter_and_words_again():
    where = narrowed_to(
        [" 河口镇 ", "河口镇", ""], ["日报"], ["志愿", "读书"], "2023-01-01", "", in_force=True
    )
    assert where == Filter(
        (), ("河口镇",), ("日报",), ("志愿", "读书"), "2023-01-01", "", date.today().isoformat()
    )
    assert told(where) == "单位含“河口镇”，来源是“日报”，标签有“志愿”或“读书”，2023-01-01起，不含已过有效期的"
    assert told(Filter(since="2023-01-01", until="2024-01-01")) == "2023-01-01至2024-01-01"
    assert told(Filter(until="2024-01-01")) == "2024-01-01止"
    assert told(EVERYTHING) == ""
    months = narrowed_to([], [], [], "2023年1月", "2023.2", in_force=False)
    assert told(months) == "2023-01-01至2023-02-28"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (((), (), (), "去年", ""), "不是日期"),
        (((), (), (), "2024-01-02", "2024-01-01"), "先后颠倒"),
        ((map(str, range(21)), (), (), "", ""), "单位写了 21 个，超过上限 20 个"),
    ],
)
def test_what_is_no_filter_is_refused(given, said):
    with pytest.raises(IndexFailure, match=said):
        narrowed_to(*given, in_force=False)
