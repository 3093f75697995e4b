"""Examples for the reading are made of passages as the index cuts them, with the answer's place."""

import gzip
import json
import random

import pytest

from index.settings import CASE_READER
from training.adapters import RANK, AdaptedEncoder
from training.questions import HEADING, WINDOW, Example, elsewhere, of_news, of_packed, passages, repeats
from training.reading import NOWHERE, REMEMBERED, Answerer, first_rounds, further_rounds, grade

FIRST = "滨河街道在文化馆开办夜校，招收学员32名，每周二、周四晚上上课。" + "剪纸和烹饪两门课最受欢迎。" * 10
SECOND = "社区食堂设在菜场旁边，每天供应三餐，老人用餐打八折，由街道补贴。" * 8
TEXT = f"{FIRST}\n{SECOND}"


def asked(question, answer, evidence):
    return {"doc": "d", "question": question, "answer": answer, "evidence": evidence}


class Never(random.Random):
    """Never puts an opening first."""

    def random(self):
        return 0.99


class Always(Never):
    """Always does."""

    def random(self):
        return 0.0


def test_an_answer_is_marked_in_its_passage_and_another_passage_lacks_it():
    examples = of_news([asked("夜校招了多少人", "32名", "招收学员32名")], {"d": TEXT}, Always())
    assert [example.span is not None for example in examples] == [True, False]
    assert examples[0].passage[slice(*examples[0].span)] == "32名"
    assert "32名" not in examples[1].passage
    assert {example.passage for example in examples} <= set(passages(TEXT))


def test_a_near_miss_is_read_in_the_passage_it_comes_near_to():
    examples = of_news([asked("夜校花了多少钱", None, "招收学员32名")], {"d": TEXT}, Never())
    assert all(example.span is None for example in examples)
    assert "招收学员32名" in examples[0].passage


def test_an_opening_before_the_passage_moves_the_answer():
    opened = f"某报讯：{SECOND}\n{FIRST}"
    (example, *_) = of_news([asked("夜校招了多少人", "32名", "招收学员32名")], {"d": opened}, Always())
    assert example.passage.startswith(f"{opened[:HEADING]}\n")
    assert example.passage[slice(*example.span)] == "32名"


def test_packed_questions_whose_answer_is_elsewhere_are_left_out(tmp_path):
    questions = [
        {"q": "在哪里", "c": 0, "s": 4, "a": ["文化馆"]},
        {"q": "几名", "c": 0, "s": 0, "a": ["32名"]},
    ]
    questions[0]["s"] = FIRST.index("文化馆")
    write(tmp_path / "mrc.json.gz", {"cmrc_train": {"C": [FIRST], "Q": questions, "T": ["夜校"]}})
    write(tmp_path / "unans.json.gz", [["食堂在哪里", "cmrc_train", 0], ["别的", "drcd_dev", 0]])
    examples = of_packed(tmp_path / "mrc.json.gz", tmp_path / "unans.json.gz", Always())
    assert [(e.question, e.span and e.passage[slice(*e.span)]) for e in examples] == [
        ("在哪里", "文化馆"),
        ("食堂在哪里", None),
    ]


def packed(folder, text, question, answer, chance):
    """The one example of a packed question of a text."""
    asked = {"q": question, "c": 0, "s": text.index(answer), "a": [answer]}
    write(folder / "mrc.json.gz", {"cmrc_train": {"C": [text], "Q": [asked], "T": [""]}})
    write(folder / "unans.json.gz", [])
    return of_packed(folder / "mrc.json.gz", folder / "unans.json.gz", chance)


def test_questions_are_also_read_in_other_texts_that_do_not_answer_them():
    start = FIRST.index("文化馆")
    examples = [
        Example("夜校在哪里开办", FIRST, (start, start + 3)),
        Example("夜校有几间教室", FIRST, None),
        Example("食堂供应几餐", SECOND, (SECOND.index("三餐"), SECOND.index("三餐") + 2)),
        Example("谁在文化馆开办展览", "市摄影家协会在文化馆开办展览。", (0, 6)),
    ]
    unanswered = elsewhere(examples, 1.0, random.Random(7))
    assert [example.question for example in unanswered] == [example.question for example in examples]
    assert all(example.span is None for example in unanswered)
    own = {(example.question, example.passage) for example in examples}
    assert not own & {(example.question, example.passage) for example in unanswered}
    assert unanswered[0].passage == SECOND  # the others are its own, or hold 文化馆
    assert elsewhere(examples, 0.0, random.Random(7)) == []


class Second(random.Random):
    """Takes every question, and its likeliest passage."""

    def random(self):
        return 0.1


def test_every_second_one_is_the_likeliest_of_those_drawn():
    other = "夜校旁边的广场每晚有人跳舞。"
    texts = [SECOND, *[f"金鱼第{n}天换水。" for n in range(20)], other]
    unanswered = elsewhere([Example("夜校有几间教室", text, None) for text in texts], 1.0, Second(3))
    assert [example.passage for example in unanswered[:-1]] == [other] * (len(texts) - 1)
    assert unanswered[-1].passage != other


def test_whole_sentences_around_the_answer_of_a_packed_question_are_read(tmp_path):
    text = "街道在河边种树。" * 60 + "招收学员32名。" + "社区食堂每天供应三餐。" * 60
    lengths, places = set(), set()
    for seed in range(20):
        (example,) = packed(tmp_path, text, "多少人", "32名", random.Random(seed))
        assert example.passage[slice(*example.span)] == "32名"
        assert example.passage in text
        assert example.passage.endswith("。")
        assert example.passage[0] in "街招社"
        assert len(example.passage) <= WINDOW[1]
        lengths.add(len(example.passage))
        places.add(example.span[0])
    assert max(lengths) > 2 * min(lengths)
    assert len(places) > 10


def test_an_answer_over_two_sentences_keeps_both(tmp_path):
    answer = "32名。每周二上课"
    (example,) = packed(tmp_path, f"开办夜校。招收{answer}。", "说说夜校", answer, random.Random(0))
    assert example.passage[slice(*example.span)] == answer


def test_packed_answers_that_repeat_the_question_are_left_out(tmp_path):
    assert repeats("夜校招收多少学员", "夜校招收学员32名")
    assert not repeats("夜校招收多少学员", "学员32名")
    text = "滨河夜校招收学员32名。"
    assert not packed(tmp_path, text, "滨河夜校招收多少人", "滨河夜校招收学员32名", random.Random(0))
    assert packed(tmp_path, text, "滨河夜校招收多少人", "32名", random.Random(0))


def write(file, value):
    with gzip.open(file, "wt", encoding="utf8") as out:
        json.dump(value, out)


@pytest.fixture(scope="module")
def model():
    return Answerer(CASE_READER)


def test_the_places_asked_for_are_the_answers_tokens(model):
    start = FIRST.index("32名")
    examples = [Example("招收多少学员", FIRST, (start, start + 3)), Example("食堂在哪里", FIRST, None)]
    spans, relevance, places = model(examples)
    assert spans.shape[:2] == (2, 2)
    assert relevance.shape == (2,)
    encoded = model.encode([e.question for e in examples], [FIRST, FIRST], return_offsets_mapping=True)
    first, last = (encoded["offset_mapping"][0][t].tolist() for t in places[:, 0])
    assert FIRST[first[0] : last[1]].strip() == "32名"
    assert places[:, 1].tolist() == [NOWHERE, NOWHERE]
    question = [t for t, side in enumerate(encoded.sequence_ids(0)) if side == 0]
    assert spans[:, 0, question].max() < -1e3


def test_an_untrained_adapter_changes_nothing_and_training_touches_it_alone(model):
    assert all(not adapter.B.any() for adapter in model.adapters.values())
    assert all(adapter.A.shape[0] == RANK for adapter in model.adapters.values())
    heads = sum(p.numel() for p in model.heads.parameters())
    thin = sum(a.A.numel() + a.B.numel() for a in model.adapters.values())
    assert sum(p.numel() for p in model.trained()) == heads + thin


def test_what_is_saved_adapts_the_reader(model, tmp_path):
    from safetensors.torch import load_file

    model.save(tmp_path / "saved.safetensors")
    saved = load_file(tmp_path / "saved.safetensors")
    assert {name.rsplit(".", 1)[-1] for name in saved} == {"A", "B", "weight", "bias"}
    assert {name for name in saved if name.endswith("weight")} == {"qa_outputs.weight", "relevance.weight"}
    assert len([name for name in saved if name.endswith(".A")]) == len(model.adapters)


def test_grading_counts_spans_and_orders_relevance(model):
    start = FIRST.index("文化馆")
    near, far = (Example("夜校在哪里开办", words, None) for words in (SECOND, "金鱼两天换一次水。"))
    told = grade(model, [Example("夜校在哪里开办", FIRST, (start, start + 3)), near], [far])
    assert told == "span 1.000 of 1, AUC 1.000 of 1 near misses, 1.000 of 1 in other texts"
    assert isinstance(model, AdaptedEncoder)


@pytest.fixture
def packed_files(tmp_path):
    """More packed examples than one epoch takes, on a text of which more than one stretch can be read."""
    text = "街道在河边种树。" * 40 + "招收学员32名。" + "社区食堂每天供应三餐。" * 40
    start = text.index("32名")
    asked = [{"q": f"第{n}期多少人", "c": 0, "s": start, "a": ["32名"]} for n in range(REMEMBERED + 50)]
    write(tmp_path / "mrc.json.gz", {"cmrc_train": {"C": [text], "Q": asked, "T": [""]}})
    write(tmp_path / "unans.json.gz", [])
    return tmp_path / "mrc.json.gz", tmp_path / "unans.json.gz"


OWN = [Example(f"夜校第{n}问", FIRST, None) for n in range(20)]


def of_own(some):
    """Our own questions of an epoch in their own passage."""
    return [example for example in some if example in OWN]


def answered(some):
    """The packed questions of an epoch, each with its passage."""
    return {example.question: example.passage for example in some if example.span}


def test_the_first_epochs_take_all_of_our_own_and_each_another_part_of_the_packed(packed_files):
    first, second = first_rounds(OWN, packed_files, 2, random.Random(0))
    assert of_own(first) == of_own(second) == OWN
    assert len(answered(first)) == REMEMBERED
    assert len(answered(second)) == 50
    assert not answered(first).keys() & answered(second).keys()


def test_epochs_that_go_on_take_half_of_our_own_and_all_the_packed_cut_in_another_way(packed_files):
    first, second = further_rounds(OWN, packed_files, 2, random.Random(0))
    assert len(of_own(first)) == len(of_own(second)) == len(OWN) / 2
    assert of_own(first) != of_own(second)
    assert len(answered(first)) == REMEMBERED + 50
    assert answered(first).keys() == answered(second).keys()
    (before,) = first_rounds(OWN, packed_files, 1, random.Random(0))
    for epoch, other in ((first, second), (before, first)):
        alike = [answered(epoch)[q] == answered(other)[q] for q in answered(epoch)]
        assert sum(alike) < len(alike) / 10
