import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

import rag.__main__ as command
from rag.answering.refusing import NOT_FOUND
from rag.records import Answer

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "坊巷讲习所接待了多少参观者？"
UNKNOWN = "怎样给金鱼换水？"
ANSWER_KEYS = "question standalone kind status answer span citations nearest engine ms".split()
CITATION_KEYS = ["n", "document", "case", "unit", "quote", "start", "end", "paragraph", "carried"]
HIT_KEYS = ["document", "case", "start", "end", "text", "score", "rank"]


@pytest.fixture
def run(program, capsys, monkeypatch):
    """The command in this process with the session's program: (exit code, stdout, lines of stderr)."""

    class Opened:
        stores = ()

        @classmethod
        def open(cls, settings):
            cls.stores += (settings.store,)
            return nullcontext(program)

    monkeypatch.setattr(command, "Program", Opened)

    def called(*arguments):
        try:
            code = command.main([str(a) for a in arguments])
        except SystemExit as leaving:
            code = leaving.code
        out, err = capsys.readouterr()
        return code, out, err.splitlines()

    called.opened = Opened
    return called


def lines(path, *records):
    path.write_text(
        "".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) + "\n" for r in records),
        encoding="utf-8",
    )
    return path


def batch(run, tmp_path, verb, *records, extra=()):
    out = tmp_path / "out.jsonl"
    code, printed, err = run(verb, "--batch", lines(tmp_path / "in.jsonl", *records), "--out", out, *extra)
    assert printed == ""
    return code, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()], err


def test_ask_prints_the_answer_and_its_sources(run):
    code, out, err = run("ask", QUESTION)
    assert (code, err) == (0, [])
    answer, sources = out.strip().split("\n\n")
    assert answer.startswith("1.8万人次[1]\n")
    assert sources.startswith("[1] 《“坊巷讲习所”的探索与实践》·市纪委监委·第1段：")
    assert "接待参观者1.8万人次" in sources


def test_ask_prints_a_refusal_with_the_nearest_passages(run):
    code, out, err = run("ask", UNKNOWN)
    assert (code, err) == (0, [])
    assert out.startswith(NOT_FOUND)
    assert "最接近的内容：\n1. 《" in out


def test_ask_json_is_the_contract(run, chatbot):
    code, out, err = run("ask", QUESTION, "--json")
    record = json.loads(out)
    assert (code, err) == (0, [])
    assert list(record) == ANSWER_KEYS
    assert (record["status"], record["span"]) == ("grounded", "1.8万人次")
    text = chatbot.store.document(chatbot.store.documents()[0].id).text
    for citation in record["citations"]:
        assert list(citation) == CITATION_KEYS
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_refusal_in_json(run):
    code, out, _ = run("ask", UNKNOWN, "--json")
    record = json.loads(out)
    assert (code, record["status"], record["span"], record["citations"]) == (0, "refused", None, [])
    assert [list(hit) for hit in record["nearest"]] == [HIT_KEYS] * 3


def test_search(run):
    code, out, _ = run("search", "闽江红色航线", "-k", 3)
    assert code == 0
    assert [line.split(" ")[0] for line in out.splitlines()] == ["1.", "2.", "3."]
    assert "红色航线" in out.splitlines()[0]
    code, out, _ = run("search", "闽江红色航线", "-k", 2, "--json")
    hits = json.loads(out)
    assert [list(hit) for hit in hits] == [HIT_KEYS] * 2
    assert [hit["rank"] for hit in hits] == [1, 2]


def test_ask_batch_with_questions_and_turns(run, tmp_path):
    code, records, err = batch(
        run,
        tmp_path,
        "ask",
        {"id": "甲", "question": QUESTION},
        "\n",
        {"id": 2, "turns": [{"question": QUESTION}, {"question": UNKNOWN}]},
    )
    assert code == 0
    assert [r["id"] for r in records] == ["甲", 2]
    assert list(records[0]) == ["id", *ANSWER_KEYS]
    assert [list(t) for t in records[1]["turns"]] == [ANSWER_KEYS] * 2
    assert [t["status"] for t in records[1]["turns"]] == ["grounded", "refused"]
    assert err == [f"完成：2 条，其中 0 条无法处理，结果在 {tmp_path / 'out.jsonl'}。"]


def test_search_batch(run, tmp_path):
    records = ({"id": "a", "question": "闽江红色航线"}, {"id": "b", "question": "讲习所"})
    code, written, _ = batch(run, tmp_path, "search", *records, extra=("-k", 4))
    assert code == 0
    assert [(r["id"], [h["rank"] for h in r["hits"]]) for r in written] == [
        ("a", [1, 2, 3, 4]),
        ("b", [1, 2, 3, 4]),
    ]
    assert list(written[0]["hits"][0]) == HIT_KEYS


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_an_empty_question_leaves_an_error_record_and_exit_1(run, tmp_path, verb):
    records = ({"id": "a", "question": ""}, {"id": "b", "question": QUESTION}, {"id": "c"})
    code, written, err = batch(run, tmp_path, verb, *records)
    assert code == 1
    assert [r["id"] for r in written] == ["a", "b", "c"]
    assert list(written[0]) == list(written[2]) == ["id", "error"]
    assert "问题是空的" in written[0]["error"]
    assert "question 应是文字，这里是 None" in written[2]["error"]
    assert "error" not in written[1]
    assert [line.split("：")[0] for line in err] == ["a", "c", "完成"]
    assert "3 条，其中 2 条无法处理" in err[-1]


def test_a_bad_turn_is_that_lines_error(run, tmp_path):
    code, written, _ = batch(
        run,
        tmp_path,
        "ask",
        {"id": 1, "turns": "问"},
        {"id": 2, "turns": [{"question": "？"}]},
        {"id": 3, "turns": ["问"]},
        {"id": 4, "question": "问" * 501},
    )
    assert code == 1
    assert [list(r) for r in written] == [["id", "error"]] * 4
    assert "501 个字，超过上限 500" in written[3]["error"]


def test_an_empty_batch_writes_an_empty_file(run, tmp_path):
    code, written, err = batch(run, tmp_path, "ask", "\n\n")
    assert (code, written) == (0, [])
    assert "完成：0 条" in err[0]


@pytest.mark.parametrize("question", ["", "？！"])
def test_one_empty_question_is_exit_1_and_one_line(run, question):
    for verb in ("ask", "search"):
        code, out, err = run(verb, question)
        assert (code, out, len(err)) == (1, "", 1)
        assert "问题是空的" in err[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": 1, "question": ', "不是 JSON"),
        ('{"question": "有多少？"}', "缺少 id"),
        ('{"id": null, "question": "有多少？"}', "缺少 id"),
        ("[1, 2]", "缺少 id"),
        ("[" * 100_000, "不是 JSON"),
    ],
)
def test_a_line_that_is_no_record_is_named_and_nothing_is_written(run, tmp_path, line, said):
    source = lines(tmp_path / "in.jsonl", {"id": 1, "question": QUESTION}, line)
    code, out, err = run("ask", "--batch", source, "--out", tmp_path / "out.jsonl")
    assert (code, out, len(err)) == (2, "", 1)
    assert "第 2 行" in err[0]
    assert said in err[0]
    assert not (tmp_path / "out.jsonl").exists()
    assert run.opened.stores == ()  # told before the models load


@pytest.mark.parametrize("content", [None, "有多少？".encode("gb18030")])
def test_a_batch_that_cannot_be_read_is_named(run, tmp_path, content):
    source = tmp_path / "in.jsonl"
    if content is not None:
        source.write_bytes(content)
    code, out, err = run("ask", "--batch", source, "--out", tmp_path / "out.jsonl")
    assert (code, out, len(err)) == (2, "", 1)
    assert str(source) in err[0]
    assert "UTF-8" in err[0]


def test_results_that_cannot_be_written_are_said_and_leave_nothing(run, tmp_path):
    source = lines(tmp_path / "in.jsonl", {"id": 1, "question": "？"})
    target = tmp_path / "没有" / "out.jsonl"
    code, _, err = run("ask", "--batch", source, "--out", target)
    assert (code, len(err)) == (2, 1)
    assert str(target) in err[0]
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]


def test_an_older_result_stays_when_the_batch_breaks_off(run, tmp_path, chatbot, monkeypatch):
    source = lines(tmp_path / "in.jsonl", {"id": 1, "question": "甲"}, {"id": 2, "question": "乙"})
    target = lines(tmp_path / "out.jsonl", {"id": "旧"})
    left = [Answer("甲", "甲", (), ())]

    def ask(question):
        if not left:
            raise KeyboardInterrupt
        return left.pop()

    monkeypatch.setattr(chatbot, "ask", ask)
    code, _, err = run("ask", "--batch", source, "--out", target)
    assert (code, err) == (130, ["已中断，没有写出结果。"])
    assert json.loads(target.read_text(encoding="utf-8")) == {"id": "旧"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "缺少"),
        (("问",), "没有这个命令"),
        (("ask",), "一个问题"),
        (("ask", QUESTION, "--batch", "a.jsonl", "--out", "b.jsonl"), "二者取一"),
        (("ask", "--batch", "a.jsonl"), "--out"),
        (("ask", QUESTION, "--out", "b.jsonl"), "--batch"),
        (("ask", QUESTION, "-k", "3"), "不认识的参数"),
        (("search", QUESTION, "-k", "0"), "-k 是 0，应在 1 到 1000 之间"),
        (("search", QUESTION, "-k", "1001"), "-k 是 1001，应在 1 到 1000 之间"),
        (("search", QUESTION, "-k", "三"), "不是整数"),
    ],
)
def test_wrong_use_is_exit_2_and_one_line_that_names_it(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out, len(err)) == (2, "", 1)
    assert said in err[0]
    assert "--help" in err[0]
    assert run.opened.stores == ()


def test_the_bounds_of_k_are_taken(run):
    assert len(json.loads(run("search", QUESTION, "-k", 1, "--json")[1])) == 1
    code, out, _ = run("search", QUESTION, "-k", 1000, "--json")
    assert code == 0
    assert len(json.loads(out)) >= 10


def test_the_store_named_is_the_store_opened(run, tmp_path):
    assert run("search", QUESTION, "--store", tmp_path)[0] == 0
    assert run.opened.stores == (tmp_path,)


def test_a_missing_store_is_exit_2_and_names_the_command_that_makes_one(capsys, tmp_path):
    code = command.main(["ask", QUESTION, "--store", str(tmp_path / "没有")])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert str(tmp_path / "没有") in err
    assert "python -m index build" in err
    assert not (tmp_path / "没有").exists()


def test_a_setting_that_does_not_exist_is_exit_2(capsys, monkeypatch):
    monkeypatch.setenv("XHS_READING__THRESHOLD", "2")
    code = command.main(["ask", QUESTION])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "reading.threshold" in err


def test_the_command_as_it_is_started(shipped_store):
    done = subprocess.run(
        [sys.executable, "-m", "rag", "ask", QUESTION, "--json", "--store", str(shipped_store)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["span"] == "1.8万人次"
