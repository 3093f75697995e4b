"""Typed text and unfinished work: per owner, the later change counts, bounded, gone after a while."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from people.conversations import UnknownBrowser
from people.database import open_database
from people.drafts import CHARS, FIELDS, KEPT_DAYS, VALUE_CHARS, WORK_BYTES, Change, Drafts, Unfinished
from people.entries import NotAccepted

ROOT = Path(__file__).resolve().parents[3]
HERE, THERE = "page-1", "page-2"
ODD = "第一行\n\t“引号”'; DROP TABLE typed_fields; --<b>𠀀🙂</b>  "


@pytest.fixture
def drafts(engine):
    return Drafts(engine)


@pytest.fixture
def owner():
    return str(uuid4())


def ago(seconds=0, **more):
    return datetime.now(UTC) - timedelta(seconds=seconds, **more)


def saved(drafts, owner, field, value, page=HERE, seconds=0):
    return drafts.save(owner, page, [Change(field, value, ago(seconds))])[0]


def values(drafts, owner):
    return {kept.field: kept.value for kept in drafts.kept(owner)}


def test_every_character_comes_back_and_only_to_its_owner(drafts, owner):
    saved(drafts, owner, "draft", ODD)
    saved(drafts, owner, "question", "问")
    assert values(drafts, owner) == {"draft": ODD, "question": "问"}
    assert values(drafts, str(uuid4())) == {}


def test_a_change_has_a_greater_revision_and_the_same_text_keeps_its(drafts, owner):
    first = saved(drafts, owner, "draft", "一")
    assert saved(drafts, owner, "draft", "一").revision == first.revision
    second = saved(drafts, owner, "draft", "二")
    other = saved(drafts, owner, "question", "问")
    assert 0 < first.revision < second.revision < other.revision
    assert [kept.field for kept in drafts.kept(owner, second.revision)] == ["question"]


def test_what_was_sent_is_gone_and_a_revision_never_comes_again(drafts, owner):
    before = saved(drafts, owner, "question", "问").revision
    assert saved(drafts, owner, "question", None).revision == 0
    assert drafts.kept(owner) == ()
    assert saved(drafts, owner, "question", "再问").revision > before


def test_the_later_change_counts_in_whatever_order_they_arrive(drafts, owner):
    saved(drafts, owner, "draft", "后来写的", THERE, seconds=5)
    late = saved(drafts, owner, "draft", "早先写的", HERE, seconds=60)
    assert (late.newer.value, late.newer.page) == ("后来写的", THERE)
    assert saved(drafts, owner, "draft", None, HERE, seconds=60).newer.value == "后来写的"
    assert values(drafts, owner) == {"draft": "后来写的"}
    assert saved(drafts, owner, "draft", "最后写的", HERE).newer is None
    assert values(drafts, owner) == {"draft": "最后写的"}


def test_a_clock_that_is_ahead_does_not_win_for_ever(drafts, owner):
    saved(drafts, owner, "draft", "快钟", THERE, seconds=-86400)
    assert saved(drafts, owner, "draft", "现在", HERE).newer is None
    assert values(drafts, owner) == {"draft": "现在"}


def test_one_field_that_cannot_be_kept_costs_the_others_nothing(drafts, owner):
    changes = [
        Change("draft", "长" * (VALUE_CHARS + 1), ago()),
        Change("question", "残\ud800", ago()),
        Change("way", "摘录原文", ago()),
    ]
    long, broken, fine = drafts.save(owner, HERE, changes)
    assert str(VALUE_CHARS + 1) in long.refused
    assert str(VALUE_CHARS) in long.refused
    assert "有存不下的残缺的字" in broken.refused
    assert (fine.refused, values(drafts, owner)) == ("", {"way": "摘录原文"})


@pytest.mark.parametrize("name", ["", "a\nb", "名" * 201])
def test_a_name_that_is_none_is_refused_and_nothing_written(drafts, owner, name):
    with pytest.raises(NotAccepted, match="栏目名"):
        drafts.save(owner, HERE, [Change("draft", "一", ago()), Change(name, "二", ago())])
    assert drafts.kept(owner) == ()


def test_who_is_no_owner_is_refused(drafts):
    with pytest.raises(UnknownBrowser):
        drafts.save("1 OR 1=1", HERE, [])
    with pytest.raises(UnknownBrowser):
        drafts.kept("")


def test_of_too_many_fields_those_that_rested_longest_go(drafts, owner):
    changes = [Change(f"field {n}", str(n), ago(1000 - n)) for n in range(FIELDS + 7)]
    drafts.save(owner, HERE, changes)
    assert sorted(values(drafts, owner).values(), key=int) == [str(n) for n in range(7, FIELDS + 7)]


def test_of_too_much_text_what_rested_longest_goes(drafts, owner):
    many = CHARS // VALUE_CHARS + 1
    for n in range(many):
        saved(drafts, owner, f"field {n}", "字" * VALUE_CHARS, seconds=100 - n)
    assert set(values(drafts, owner)) == {f"field {n}" for n in range(1, many)}


def test_what_nobody_changes_is_gone_after_a_while(drafts, owner, engine):
    saved(drafts, owner, "old", "旧")
    saved(drafts, owner, "new", "新")
    past = (datetime.now(UTC) - timedelta(days=KEPT_DAYS, minutes=1)).replace(tzinfo=None)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE typed_fields SET changed = :past WHERE field = 'old'"), {"past": str(past)}
        )
    assert values(drafts, owner) == {"new": "新"}
    assert drafts.expire() == 1
    assert drafts.expire() == 0


def test_all_of_an_owner_is_forgotten_and_nobody_elses(drafts, owner):
    other = str(uuid4())
    saved(drafts, owner, "draft", "甲")
    saved(drafts, other, "draft", "乙")
    assert drafts.forget(owner) == 1
    assert (values(drafts, owner), values(drafts, other)) == ({}, {"draft": "乙"})


def test_two_pages_at_once_lose_nothing(drafts, owner):
    def write(page):
        for n in range(15):
            drafts.save(owner, page, [Change(page, f"{page} {n}", ago()), Change("both", page, ago())])

    threads = [threading.Thread(target=write, args=(page,)) for page in (HERE, THERE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = values(drafts, owner)
    assert (kept[HERE], kept[THERE]) == (f"{HERE} 14", f"{THERE} 14")
    assert kept["both"] in (HERE, THERE)


KILLED = """
import os, sys
from datetime import UTC, datetime
from people.database import open_database
from people.drafts import Change, Drafts
drafts = Drafts(open_database(sys.argv[1]))
for n in range(200):
    outcomes = drafts.save(sys.argv[2], "p", [Change(f, f"{f} {n}", datetime.now(UTC)) for f in ("a", "b")])
    print(n, flush=True)
    if n == 20:
        os.kill(os.getpid(), 9)
"""


def test_what_was_acknowledged_outlives_a_killed_process(tmp_path, owner):
    url = f"sqlite:///{tmp_path / 'app.db'}"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, url, owner], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split()[-1] == "20"
    engine = open_database(url)
    assert values(Drafts(engine), owner) == {"a": "a 20", "b": "b 20"}
    engine.dispose()


def test_unfinished_work_is_kept_replaced_and_dropped(engine, owner):
    work = Unfinished(engine)
    assert work.kept(owner, "check") is None
    work.keep(owner, "check", {"句": [ODD, 1, None]})
    assert work.kept(owner, "check") == {"句": [ODD, 1, None]}
    work.keep(owner, "check", [])
    assert work.kept(owner, "check") == []
    assert work.kept(str(uuid4()), "check") is None
    assert work.drop(owner, "check") is True
    assert work.drop(owner, "check") is False


def test_half_a_character_in_unfinished_work_is_kept_as_it_is(engine, owner):
    work = Unfinished(engine)
    work.keep(owner, "shelf", {"名": "简报\ud83d.docx", "空": "\x00"})
    assert work.kept(owner, "shelf") == {"名": "简报\ud83d.docx", "空": "\x00"}


def test_pages_that_put_the_first_work_at_once_each_succeed(engine, owner):
    work, start = Unfinished(engine), threading.Barrier(4, timeout=60)

    def put(number):
        start.wait()
        work.keep(owner, "check", number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(4)))
    assert work.kept(owner, "check") in range(4)


def test_two_pages_that_save_the_same_fields_the_other_way_round_both_do(drafts, owner):
    names = [f"栏{n}" for n in range(8)]
    start = threading.Barrier(2, timeout=60)

    def save(page, order):
        for turn in range(10):
            start.wait()
            changes = [Change(name, f"{page} {turn}", datetime.now(UTC)) for name in order]
            assert [one.field for one in drafts.save(owner, page, changes)] == list(order)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(save, (HERE, THERE), (names, names[::-1])))
    assert {one.field for one in drafts.kept(owner)} == set(names)


def test_unfinished_work_is_bounded_and_gone_after_a_while(engine, owner):
    work = Unfinished(engine)
    with pytest.raises(NotAccepted, match=str(WORK_BYTES)):
        work.keep(owner, "check", "字" * WORK_BYTES)
    work.keep(owner, "check", 1)
    past = (datetime.now(UTC) - timedelta(days=KEPT_DAYS, minutes=1)).replace(tzinfo=None)
    with engine.begin() as connection:
        connection.execute(text("UPDATE unfinished_work SET changed = :past"), {"past": str(past)})
    assert work.kept(owner, "check") is None
    assert work.expire() == 1
