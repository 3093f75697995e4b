"""The chain alone: its hashes against a hand-made one, and that no change fits it."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from people.audit.chain import BEGINNING, GENESIS, Anchor, Entry, digest_of, known_digest, sealed, verified
from people.audit.events import Action, Event, Outcome, asked, checked
from people.entries import NotAccepted

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
FACTS = st.dictionaries(
    st.text(max_size=5),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    max_size=3,
)
EVENTS = st.builds(
    Event,
    action=st.sampled_from(Action),
    object=st.text(max_size=20),
    outcome=st.sampled_from(Outcome),
    account_id=st.none() | st.integers(1, 9),
    account=st.text(max_size=9),
    address=st.sampled_from(["", "10.0.0.8", "fe80::1"]),
    detail=FACTS,
).filter(lambda event: event.action != Action.EXPIRE_AUDIT)  # those say something of the anchor
FIELDS = [name for name in Entry.__slots__ if name != "id"]


def chain(events, anchor=BEGINNING):
    entries, last = [], anchor
    for place, event in enumerate(events):
        entries.append(sealed(event, NOW + timedelta(seconds=place), last))
        last = Anchor(entries[-1].id, entries[-1].digest)
    return entries


def test_a_row_is_hashed_as_the_docstring_says():
    event = Event(Action.UPLOAD, '案"例.docx', Outcome.DONE, None, "陈晨", "10.0.0.8", {"页": 3})
    entry = sealed(event, datetime(2026, 11, 24, 16, 0, tzinfo=timezone(timedelta(hours=8))), BEGINNING)
    by_hand = (
        '["' + "0" * 64 + '",1,"2026-11-24T08:00:00.000000+00:00",null,"陈晨","10.0.0.8",'
        '"上传","案\\"例.docx","done","{\\"页\\":3}"]'
    )
    assert entry.digest == digest_of(entry) == sha256(by_hand.encode("utf-8")).hexdigest()
    assert (entry.before, len(entry.at), entry.when, entry.facts) == (GENESIS, 32, NOW, {"页": 3})


@given(st.lists(EVENTS, max_size=8), st.integers(0, 1000))
def test_whatever_happens_makes_a_chain_that_holds(events, removed):
    # An anchor is believed where a row of removal names it: here it stands before the others.
    begin = Anchor(removed, "a" * 64 if removed else GENESIS)
    cleaning = Event(
        Action.EXPIRE_AUDIT, "", Outcome.DONE, None, "", "", {"last": removed, "digest": begin.digest}
    )
    entries = chain([cleaning, *events] if removed else events, begin)
    found = verified(entries, begin)
    assert (found.fault, found.count) == (None, len(entries))
    assert found.last == (Anchor(entries[-1].id, entries[-1].digest) if entries else begin)
    assert [e.id for e in entries] == list(range(removed + 1, removed + 1 + len(entries)))


@given(st.lists(EVENTS, min_size=1, max_size=6), st.data())
def test_any_change_of_any_field_is_found_at_its_row(events, data):
    entries = chain(events)
    place = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(FIELDS))
    value = data.draw(st.none() | st.integers() | st.text(max_size=12) | st.binary(max_size=4))
    assume(getattr(entries[place], name) != value)
    entries[place] = replace(entries[place], **{name: value})
    fault = verified(entries).fault
    assert fault is not None
    assert fault.row == place + 1


@given(st.lists(EVENTS, min_size=1, max_size=6), EVENTS, st.data())
def test_a_row_written_anew_with_a_hash_that_fits_is_found_at_the_next(events, other, data):
    entries = chain(events)
    place = data.draw(st.integers(0, len(entries) - 1))
    before = entries[place - 1] if place else None
    forged = sealed(other, NOW, BEGINNING if before is None else Anchor(before.id, before.digest))
    assume(forged != entries[place])
    noted = entries[-1].digest
    entries[place] = forged
    fault = verified(entries).fault
    if place == len(entries) - 1:  # the last row: nothing follows that would tell; a noted hash does
        assert fault is None
        assert verified(entries, expect=noted).fault.row == len(entries) + 1
    else:
        assert fault.row == place + 2


@given(st.lists(EVENTS, min_size=2, max_size=6), st.data())
def test_a_removed_row_and_an_exchanged_pair_are_found(events, data):
    entries = chain(events)
    place = data.draw(st.integers(0, len(entries) - 2))
    gone = verified(entries[:place] + entries[place + 1 :]).fault
    assert gone.row == place + 1
    assert "不见了" in gone.reason
    assert str(place + 2) in gone.reason
    first, second = entries[place], entries[place + 1]
    exchanged = [*entries]
    exchanged[place], exchanged[place + 1] = replace(second, id=first.id), replace(first, id=second.id)
    assert verified(exchanged).fault.row == place + 1
    exchanged[place], exchanged[place + 1] = second, first
    assert verified(exchanged).fault.row == place + 1


@given(st.lists(EVENTS, min_size=1, max_size=6), st.data())
def test_a_tail_cut_off_is_found_with_a_noted_hash_and_only_so(events, data):
    entries = chain(events)
    left = data.draw(st.integers(0, len(entries) - 1))
    noted = entries[data.draw(st.integers(left, len(entries) - 1))].digest
    assert verified(entries, expect=noted).fault is None
    assert verified(entries[:left]).fault is None
    fault = verified(entries[:left], expect=noted).fault
    assert fault.row == left + 1
    assert "截去" in fault.reason


def test_rows_before_the_anchor_and_an_anchor_that_nothing_explains_are_found():
    entries = chain([Event(Action.ASK, "", Outcome.DONE, 1, "甲", "", {})] * 4)
    moved = Anchor(2, entries[1].digest)
    assert verified(entries[2:], moved).fault.row == 3  # two rows and the anchor moved by hand
    assert "清理" in verified(entries[2:], moved).fault.reason
    assert verified(entries[1:], moved).fault.row == 2
    assert verified([], moved).fault.row == 3


@pytest.mark.parametrize("facts", [{}, {"last": "x", "digest": 1}, {"last": None}, {"last": [1]}])
def test_a_row_of_removal_that_says_nothing_of_use_is_no_anchor(facts):
    entry = sealed(Event(Action.EXPIRE_AUDIT, "", Outcome.DONE, 1, "甲", "", facts), NOW, BEGINNING)
    assert verified([entry]).fault is None
    assert verified([replace(entry, id=4)], Anchor(3, GENESIS)).fault.row == 4


@pytest.mark.parametrize("last", [[1], "[]"])
def test_a_detail_of_another_shape_with_a_hash_that_fits_does_not_end_the_verifying(last):
    entry = sealed(Event(Action.EXPIRE_AUDIT, "", Outcome.DONE, 1, "甲", "", {}), NOW, BEGINNING)
    forged = replace(entry, detail=str(last))
    forged = replace(forged, digest=digest_of(forged))
    assert verified([forged]).fault is None


def test_what_no_database_takes_is_replaced_and_what_is_too_long_is_cut():
    words, name, facts = "\ud800" + "字" * 9000, "a\x00b" * 99, {"q": "问\x00" * 9000}
    event = Event(Action.SIGN_IN, words, Outcome.REFUSED, None, name, "x" * 99, facts)
    entry = sealed(event, NOW, BEGINNING)
    assert entry.object == "\ufffd" + "字" * 398 + "…"
    assert entry.account.startswith("a\ufffdba")
    assert (len(entry.account), len(entry.address), len(entry.facts["q"])) == (80, 80, 5000)
    assert "\x00" not in "".join(map(str, asdict(entry).values()))
    "".join(map(str, asdict(entry).values())).encode()


@pytest.mark.parametrize("wrong", ["", "abc", "g" * 64, "0" * 65])
def test_only_a_hash_is_expected(wrong):
    assert known_digest(" " + "AB" * 32 + "\n") == "ab" * 32
    with pytest.raises(NotAccepted, match="64 位"):
        known_digest(wrong)


def test_a_time_without_a_zone_and_a_number_that_is_none_are_refused():
    plain = Event(Action.ASK, "", Outcome.DONE, 1, "甲", "", {})
    with pytest.raises(ValueError, match="time zone"):
        sealed(plain, NOW.replace(tzinfo=None), BEGINNING)
    with pytest.raises(ValueError, match="JSON"):
        sealed(replace(plain, detail={"x": float("nan")}), NOW, BEGINNING)


def test_a_question_is_kept_in_words_or_by_its_length():
    assert asked("有多少家？", status="grounded", generation=3, text=True) == {
        "chars": 5,
        "question": "有多少家？",
        "status": "grounded",
        "generation": 3,
    }
    assert asked("有多少家？", status="refused", generation=3, text=False) == {
        "chars": 5,
        "status": "refused",
        "generation": 3,
    }
    assert checked("共34家。", sentences=1, generation=4, text=False) == {
        "chars": 5,
        "sentences": 1,
        "generation": 4,
    }
