"""Every template, given what it is given in use with each of its strings replaced: words stay words."""

import copy
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import count

import gradio as gr
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta

from people.papers import Terms
from tests.support.visitors import House
from tests.ui.access.offices import opened
from tests.ui.uploads import sent
from ui.chat.chat import MODEL
from ui.desk import Desk
from ui.templating import TEMPLATES, render

NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
MADE = {"body", "scope"}  # HTML of another template: tests/ui/test_templates.py says where
PLAIN = "〇甲乙〇"
HOSTILE = """<script>alert(1)</script><img src=x onerror='a'>"' onload="b" &lt;&amp;<!--{{ 1 }}-->"""


class Shape(HTMLParser):
    """What a browser makes of HTML: its elements with the names of their attributes, and all words."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.words = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, *(name for name, _ in attributes)))
        self.words += [value or "" for _, value in attributes]

    def handle_endtag(self, tag):
        self.elements.append("/" + tag)

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.elements.append("<!--")


def rebuilt(value, change):
    """The same with every string changed, those inside lists, mappings and records too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {rebuilt(key, change): rebuilt(held, change) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        parts = [rebuilt(part, change) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    if is_dataclass(value):
        changed = copy.copy(value)  # without the checks of its constructor
        for field in fields(value):
            object.__setattr__(changed, field.name, rebuilt(getattr(value, field.name), change))
        return changed
    return value


def strings(values):
    seen = []
    rebuilt(values, lambda old: seen.append(old) or old)
    return len(seen)


def lived_in(house):
    """Everything is looked at once, so that every template is used."""
    owner, ids = house.owner, house.ids
    for question in ("多少家成员单位？", "西湖区有哪些做法？", "请出错"):
        owner.call("send.click", box=question)
    owner.call("send.click", box="多少家成员单位？", way=MODEL)
    owner.call("transcript.open_source", document="0123456789abcdef", start=4, end=9, paragraph=1)
    for number in range(4):
        owner.call("draft-result.detail", number=number)
    walked_course(owner, ids)
    for do in ("cards", "progress", "papers", "bank", "new", "compose", "appeals", "mastery", "results"):
        owner.call(f"train-desk.act:{do}")
    owner.call("train-desk.act:edit", id=ids["question"])
    papers_taken(house)
    round_of_questions(owner)
    owner.call("train-desk.act:wrong")
    owner.call("train-desk.act:leave")
    owner.call("library-desk.upload", files=[{"name": "稿.txt", "size": 1, "token": ids["upload"]}])
    owner.call("library-desk.act:store")
    for do in ("open", "ask-remove", "remove"):
        owner.call(f"library-desk.act:{do}", id=ids["document"])
    owner.call("draft-result.export", kind="text")
    owner.call("draft-detail.judge", number=1, judge="useful")
    for do, chosen in (("lists", ""), ("write", f"approved:{ids['approved']}"), ("close", "")):
        owner.call(f"feedback-desk.act:{do}", id=chosen)
    for handler in ("load Chat.offer", "load Sample.start", "history.choose:new", "train-desk.act:add"):
        owner.call(handler)
    owner.call("ask-scope.act:narrow", form={"scope-units": "水利局"})
    owner.call("library-desk.act:list")


def papers_taken(house):
    owner, ids, papers = house.owner, house.ids, house.learning.papers
    for do in ("result", "settings", "paper"):
        owner.call(f"train-desk.act:{do}", id=str(ids["paper"]))
    for do in ("hand", "finish"):
        owner.call(f"train-desk.act:{do}", id=str(ids["attempt"]))
    twice = papers.make("春季测验", [ids["question"]], Terms(30, 60.0, 2, 2))
    for do in ("paper", "start"):
        owner.call(f"train-desk.act:{do}", id=str(twice))
    under_way = papers.standing(twice, ids["trainee"], datetime.now(UTC)).under_way
    owner.call("train-desk.act:finish", id=str(under_way.id))
    owner.call("train-desk.act:import")
    rows = "题型,题干,选项A,选项B,答案,解析,原文依据\n单选,哪个,甲,乙,A,见年报,没有\n,,,,对\n".encode()
    file = sent(house.files, "题.csv", rows, house.files.session(owner.request))
    (looked,) = owner.call("train-desk.bring", file=file)
    token = re.search('data-do="take" data-id="([^"]+)"', looked["train-desk"])[1]
    owner.call("train-desk.act:take", id=token, form={"take": ["0"]})


def round_of_questions(owner):
    owner.call("train-desk.act:practise", form={"n": "1"})
    owner.call("train-desk.act:answer", id=asked(owner), form={"response": "水渠"})
    owner.call("train-desk.act:appeal", form={"words": "写得对"})
    owner.call("train-desk.act:next")
    owner.call("train-desk.act:home")


def asked(owner):
    """The question that a page shows."""
    state = next(b for b in owner.page.blocks.values() if isinstance(b, gr.State) and type(b.value) is Desk)
    return owner.session[state._id].question_id


def walked_course(owner, ids):
    """A course is arranged and walked through, a certificate looked up."""
    for do in ("study", "course", "step", "read"):
        owner.call(f"train-desk.act:{do}", id=str(ids["step" if do in ("step", "read") else "course"]))
    owner.call("train-desk.act:course-assign", id=str(ids["course"]), form={"groups": "新人组"})
    owner.call("train-desk.act:step-add", id=str(ids["course"]), form={"kind": "practice", "n": "3"})
    for do in ("courses", "certificates"):
        owner.call(f"train-desk.act:{do}")
    owner.call("train-desk.act:course-assign", id=str(ids["course"]), form={"groups": ""})


def administered(office):
    """The pages beside the page: signing in, one's password, what an administrator sees."""
    boss, form = office.secret_of("管理员"), {"name": "李芳", "roles": ["使用者"]}
    for secret, path in (("", "/signin"), (boss, "/password"), (office.secret_of("使用者甲"), "/admin")):
        assert office.asked("GET", path, secret).status in (200, 403)
    assert office.sent("/signin", form=form | {"password": "错"}).status == 401
    assert office.sent("/password", boss, {"old": "错"}).status == 401
    office.learning.trainees.add("小王")
    assert office.sent("/admin/key", boss, form | {"id": 1, "days": 90}).status == 200
    assert office.sent("/admin/add", boss, form).status == 200
    assert office.asked("GET", "/admin", boss, query={"account": "管理员", "words": "李芳"}).status == 200


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """What templates are given in use: name -> values of each call."""
    given_to, plainly = defaultdict(list), jinja2.Template.render

    def recorded(template, values):
        given_to[template.name].append(values)
        return plainly(template, values)

    with pytest.MonkeyPatch.context() as replaced:
        replaced.setattr(jinja2.Template, "render", recorded)
        replaced.setattr("ui.chat.chat.SENTENCE_SECONDS", 0)
        with House(tmp_path_factory.mktemp("house")).opened() as house:
            lived_in(house)
        with opened(tmp_path_factory.mktemp("office")) as office:
            administered(office)
    return {
        name: list({repr(values): values for values in calls}.values()) for name, calls in given_to.items()
    }


def included(names):
    """These and the templates they are made from."""
    environment = jinja2.Environment(autoescape=True)
    for name in names:
        source = (TEMPLATES / name).read_text(encoding="utf8")
        yield name
        yield from included(meta.find_referenced_templates(environment.parse(source)))


@pytest.fixture(scope="module")
def places(used):
    """Every string that a template shows as it is."""
    calls = [(name, values) for name, calls in used.items() for values in calls]
    return [place for name, values in calls for place in shown(name, values)]


@dataclass(frozen=True)
class Place:
    """String number ``at`` of what a template is given."""

    template: str
    values: dict
    at: int

    def html(self, words):
        left = count()
        words_of = {key: value for key, value in self.values.items() if key not in MADE}
        changed = rebuilt(words_of, lambda old: words if next(left) == self.at else old)
        return render(self.template, **{**self.values, **changed})


def shown(name, values):
    for at in range(strings({key: value for key, value in values.items() if key not in MADE})):
        place = Place(name, values, at)
        try:
            html = place.html(PLAIN)
        except (jinja2.UndefinedError, KeyError, ValueError):
            continue  # the name of something or a time, and no words
        if PLAIN in html:
            yield place


def assert_words(place, words):
    plain, shape = Shape(place.html(PLAIN)), Shape(place.html(words))
    assert shape.elements == plain.elements, (place.template, place.at)
    assert shape.words == [part.replace(PLAIN, words) for part in plain.words], (place.template, place.at)


def test_all_templates_are_used(used):
    assert set(included(used)) == set(NAMES)


def test_words_stay_words_wherever_they_stand(used, places):
    wordless = set(used) - {place.template for place in places}
    assert wordless == {
        "chat/welcome.html",
        "checking/hint.html",
        "feedback/closed.html",
    }
    assert len(places) > 500
    for place in places:
        assert_words(place, HOSTILE)


@given(st.data(), st.text(st.characters(exclude_categories=["Z", "C"])))
def test_any_words_stay_words(places, data, words):
    assert_words(data.draw(st.sampled_from(places)), PLAIN + words)
