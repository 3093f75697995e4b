"""Every handler of the page, called by somebody else: nothing that is another's changes or shows."""

import re

import gradio as gr
import pytest

from tests.support import checks, questions
from tests.support.visitors import NOTES, SECRET, House, Visitor, handlers
from ui.chat.chat import MODEL
from ui.library.shelf import Shelf

# Whose the things are that a handler is told of: only theirs who are named here may act on them.
TRAINEE, BROWSER, PAGE = "the chosen trainee's", "the browser's", "this page's"
EVERYONE, KEEPER = "everyone's to read or take", "everyone's to manage, until there are accounts"
OWN = (TRAINEE, BROWSER, PAGE)

# handler -> (what it is told the id of, whose that is)
NO_ID = (None, EVERYONE)
DECLARED = {
    **{f"load {who}.start": NO_ID for who in ("Checks", "Scope", "Training", "Shelves", "Sample")},
    "load Chat.offer": NO_ID,
    "load Chat.start": (None, BROWSER),
    **{f"{form}-scope.act:{do}": NO_ID for form in ("ask", "check") for do in ("narrow", "everything")},
    **{f"{box}": (None, BROWSER) for box in ("question.submit", "send.click")},
    **{f"history.choose:{do}": (None, BROWSER) for do in ("new", "clear")},
    **{f"history.choose:{do}": ("conversation", BROWSER) for do in ("open", "delete")},
    **{f"{region}.open_source": ("document", EVERYONE)
       for region in ("transcript", "live", "draft-detail", "train-desk", "feedback-desk")},
    **dict.fromkeys(["live.stop", "draft-live.cancel", "library-desk.stop", "unload Chat.stop",
                     "unload Checks.stop", "unload Shelves.stop"], ("session", PAGE)),
    "draft-go.click": NO_ID,
    "draft-file.read_file": ("upload", PAGE),
    **dict.fromkeys(["draft-result.detail", "draft-result.export"], ("sentence", PAGE)),
    **{f"train-desk.act:{do}": ("attempt", TRAINEE) for do in ("hand", "finish", "marked")},
    "train-desk.act:appeal": ("answer", TRAINEE),
    "train-desk.act:answer": ("question", PAGE),
    "train-desk.act:choose": ("trainee", EVERYONE),
    **{f"train-desk.act:{do}": ("paper", EVERYONE) for do in ("paper", "start")},
    **{f"train-desk.act:{do}": (None, TRAINEE)
       for do in ("home", "ten", "practise", "next", "wrong", "again", "progress", "progress-csv", "papers",
                  "study")},
    "train-desk.act:look": ("question", PAGE),
    "train-desk.act:resume": ("round", TRAINEE),
    "train-desk.act:certificate": ("certified", TRAINEE),
    "train-desk.act:course": ("course", EVERYONE),
    **{f"train-desk.act:{do}": ("step", EVERYONE) for do in ("step", "retry", "read")},
    **{f"train-desk.act:{do}": NO_ID for do in ("add", "leave", "cards", "card")},
    **{f"train-desk.act:{do}": (None, KEEPER) for do in (
        "bank", "new", "compose", "make", "results", "mastery", "mastery-csv", "mastery-xlsx", "appeals",
        "courses", "course-make", "certificates", "import", "template-word", "template-excel", "take")},
    "train-desk.bring": ("upload", PAGE),
    **{f"train-desk.act:course-{do}": ("course", KEEPER)
       for do in ("edit", "rename", "assign", "archive", "revive")},
    "train-desk.act:step-add": ("course", KEEPER),
    **{f"train-desk.act:step-{do}": ("step", KEEPER) for do in ("up", "down", "rename", "remove")},
    **{f"train-desk.act:{do}": ("question", KEEPER) for do in ("hide", "show", "edit", "save")},
    **{f"train-desk.act:{do}": ("paper", KEEPER) for do in (
        "result", "settings", "set", "word", "key", "csv", "xlsx", "items-csv", "results-word")},
    **{f"train-desk.act:{do}": ("appeal", KEEPER) for do in ("uphold", "reject")},
    "train-desk.act:insert": ("document", KEEPER),
    **{f"library-desk.act:{do}": NO_ID for do in ("list", "discard", "shelf")},
    **{f"library-desk.act:{do}": ("document", EVERYONE) for do in ("open", "original")},
    **{f"library-desk.act:{do}": ("document", KEEPER)
       for do in ("ask-remove", "remove", "describe", "store")},
    **{f"library-desk.act:{do}": ("file", PAGE) for do in (
        "merge", "split", "rename", "scan-page", "scan-correct", "scan-restore")},
    "library-desk.upload": ("document", KEEPER),
    **dict.fromkeys(["transcript.judge", "live.judge"], ("turn", BROWSER)),
    "draft-detail.judge": ("sentence", PAGE),
    **{f"feedback-desk.act:{do}": (None, KEEPER) for do in ("lists", "close", "find", "approve")},
    "feedback-desk.act:settle": ("judgement", KEEPER),
    "feedback-desk.act:dismiss": ("missed", KEEPER),
    "feedback-desk.act:write": ("judgement", KEEPER),
    "feedback-desk.act:withdraw": ("approved", KEEPER),
}  # fmt: skip
ENTRANCE = {f"train-desk.act:{do}" for do in ("choose", "add", "leave")}  # need no trainee
SILENT = {name for name, (what, _) in DECLARED.items() if what == "session"} | {"draft-result.export"}
# Neither a number of anything, nor the id of a document or a question.
WRONG = ["0", "77", "2147483648", "9" * 20, "-1", "甲", "1 OR 1=1", "../app.db", "\0", "f" * 16, "77:1",
         77, -1, 2**70, 1.5, True, None, ["1"], {"id": "1"}]  # fmt: skip


def names(*, whose, told=True):
    return sorted(
        name for name, (what, who) in DECLARED.items() if who in whose and (what is not None) == told
    )


@pytest.fixture(scope="module", autouse=True)
def at_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.chat.chat.SENTENCE_SECONDS", 0)
        yield


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with House(tmp_path_factory.mktemp("house")).opened() as house:
        yield house


@pytest.fixture
def fresh(tmp_path):
    with House(tmp_path).opened() as house:
        yield house


@pytest.fixture
def stranger(house):
    """乙, who has chosen themselves and has an uploaded file of their own."""
    visitor = Visitor(house.page)
    visitor.call("train-desk.act:add", form={"name": "乙"})
    visitor.hold(Shelf, house.shelf("13条"))
    return visitor


def carrying(house, chosen):
    """What an event carries when each of its ids is ``chosen``; the rest of it is as it should be."""
    form = {
        **dict.fromkeys(["response", "words", "note", house.ids["question"]], "乙写的"),
        **dict.fromkeys(["document", "replaces-0", "case"], chosen),
        **dict.fromkeys(["title", "about-title", "title-0-1", "unit-0-1", "name"], "乙改的"),
    }
    form |= {"kind": "blank", "stem": "修好____12条。", "answer": "水渠", "quote": "修好水渠12条", "n": "1"}
    return {"id": chosen, "document": chosen, "number": chosen, "replaces": chosen, "session_hash": chosen,
            "judge": "wrong", "question": house.ids["question"], "start": 0, "end": 2, "paragraph": 1,
            "kind": "text", "form": form, "files": [],
            "file": {"name": "乙.txt", "size": 2, "token": chosen}}  # fmt: skip


def lines(updates):
    """What the note says, or else all that was said."""
    said = {name: value for update in updates for name, value in update.items() if isinstance(value, str)}
    notes = [value for name, value in said.items() if name in NOTES]
    return re.sub("<[^>]*>", "", "".join(notes or said.values()))


def assert_refused(name, updates):
    assert SECRET not in str(updates)
    assert name in SILENT or re.search("[一-鿿]。", lines(updates)), (name, updates)


def test_every_handler_is_declared(house):
    assert set(handlers(house.page)) == set(DECLARED)


@pytest.mark.parametrize("name", names(whose=OWN))
def test_anothers_id_changes_and_reveals_nothing(house, stranger, name):
    real = house.ids[DECLARED[name][0]]
    before = house.contents()
    for chosen in (real, str(real)):
        assert_refused(name, stranger.call(name, **carrying(house, chosen)))
        assert house.contents() == before


@pytest.mark.parametrize("name", names(whose=(*OWN, EVERYONE, KEEPER)))
def test_an_id_of_nothing_changes_nothing(house, stranger, name):
    before = house.contents()
    for chosen in WRONG:
        assert_refused(name, stranger.call(name, **carrying(house, chosen)))
        assert house.contents() == before, chosen


@pytest.mark.parametrize("name", sorted({n for n in DECLARED if n.startswith("train-")} - ENTRANCE))
def test_without_a_trainee_nothing_is_done(house, name):
    nobody, before = Visitor(house.page), house.contents()
    chosen = house.ids.get(DECLARED[name][0], "")
    updates = nobody.call(name, **carrying(house, str(chosen)))
    assert house.contents() == before
    assert SECRET not in str(updates)
    if name != "train-desk.open_source":  # the library is open to everyone
        assert "还没有选择学员" in lines(updates)


@pytest.mark.parametrize(
    "name",
    sorted({*names(whose=(*OWN, EVERYONE), told=False), *names(whose=[EVERYONE])} - {"load Chat.start"}),
)
def test_what_everyone_may_do_touches_nobody_else(house, stranger, name):
    before = house.contents()
    chosen = house.ids.get(DECLARED[name][0], house.ids["attempt"])
    updates = stranger.call(name, box="乙问的", **carrying(house, str(chosen)))
    after = house.contents()
    assert SECRET not in str(updates)
    assert {
        table: [row for row in rows if row not in after.rows[table]] for table, rows in before.rows.items()
    } == {table: [] for table in before.rows}
    assert (after.documents, after.kept) == (before.documents, before.kept)


def test_the_owner_can_do_what_a_stranger_cannot(fresh):
    owner, ids = fresh.owner, fresh.ids
    own = carrying(fresh, str(ids["attempt"]))
    before = fresh.contents()
    assert "题目都答了" in str(owner.call("train-desk.act:hand", **own))
    assert fresh.contents() == before  # asked first
    owner.call("train-desk.act:finish", **own)
    assert fresh.contents().rows["drafts"] == []
    assert SECRET in str(owner.call("history.choose:open", id=ids["conversation"]))
    owner.call("history.choose:delete", id=ids["conversation"])
    assert fresh.contents().rows["turns"] == []
    assert SECRET in str(owner.call("draft-file.read_file", **carrying(fresh, ids["upload"])))
    assert SECRET in str(owner.call("library-desk.act:rename", **carrying(fresh, "1:1")))


@pytest.mark.parametrize("wrong", ["", "' OR 1=1 --", None, 7, {"a": 1}])
@pytest.mark.parametrize("name", [*names(whose=[BROWSER]), *names(whose=[BROWSER], told=False)])
def test_a_browser_without_its_number_is_asked_to_wait(house, name, wrong):
    before = house.contents()
    nobody = Visitor(house.page, browser=wrong)
    updates = nobody.call(name, box="有多少家成员单位？", id=house.ids["conversation"])
    assert SECRET not in str(updates)
    assert house.contents() == before
    if name != "load Chat.start":  # it gives the browser a number
        assert "网页还没有打开好" in lines(updates)


def test_nobody_takes_anothers_upload_into_the_library(fresh):
    chosen, before = [{"name": "乙.txt", "size": 2, "token": fresh.ids["upload"]}], fresh.contents()
    updates = Visitor(fresh.page).call("library-desk.upload", files=chosen)
    assert "没有传完整" in str(updates)
    assert SECRET not in str(updates)
    assert fresh.contents() == before
    assert SECRET in str(fresh.owner.call("library-desk.upload", files=chosen))


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", ["draft-live.cancel", "unload Checks.stop"])
def test_nobody_stops_anothers_check(house, name, known):
    first, second = Visitor(house.page), Visitor(house.page)
    if not known:
        first.request = second.request = gr.Request(session_hash=None)
    running = first.updates("draft-go.click", box=checks.DRAFT + "慢")
    next(running)
    second.call(name, session_hash=first.request.session_hash, id=first.request.session_hash)
    assert "168期" in str([update["draft-result"] for update in running])


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", ["live.stop", "unload Chat.stop"])
def test_nobody_stops_anothers_answer(house, name, known):
    first, second = Visitor(house.page), Visitor(house.page)
    if not known:
        first.request = second.request = gr.Request(session_hash=None)
    running = first.updates("send.click", box="有多少家成员单位？", way=MODEL)
    next(running)
    next(running)
    second.call(name, session_hash=first.request.session_hash, id=first.request.session_hash)
    assert "已停止生成" not in str(list(running))


def test_a_paper_is_found_with_its_owner_only(fresh):
    """In the database already, whatever the page asks it."""
    from people.entries import NotFound
    from people.papers import Response

    papers, attempt = fresh.learning.papers, fresh.ids["attempt"]
    other, before = fresh.learning.trainees.add("乙").id, fresh.contents().rows["drafts"]
    at = papers.attempt(attempt, fresh.ids["trainee"]).started
    for call in (
        lambda: papers.attempt(attempt, other),
        lambda: papers.saved(attempt, other),
        lambda: papers.result(attempt, other),
        lambda: papers.submit(attempt, other, at),
        lambda: papers.save(attempt, other, Response(questions.NAMED.id, "乙写的", at)),
    ):
        with pytest.raises(NotFound, match=f"没有找到你的第 {attempt} 号答卷"):
            call()
    assert fresh.contents().rows["drafts"] == before
    assert papers.attempt(attempt, fresh.ids["trainee"]).submitted is None
