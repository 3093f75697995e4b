"""``python -m people audit``: what it prints, how it ends; exports that no spreadsheet runs."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO

import pytest

from people.__main__ import main
from people.audit import Action, Entry, Outcome, Trail
from people.audit.chain import verified
from tests.people.audit.conftest import event, unguarded


@pytest.fixture
def audit(database_url, engine, capsys):
    """Runs a command; gives its exit code, standard output and standard error."""

    def run(*words):
        code = main(["audit", *words, "--database", database_url])
        out, complaints = capsys.readouterr()
        return code, out, complaints

    return run


@pytest.fixture
def trail(engine):
    """By the world's clock, as the command's own."""
    return Trail(engine)


def test_verify_prints_the_count_and_the_last_hash(audit, trail):
    assert audit("verify")[:2] == (0, "0 " + "0" * 64 + "\n")
    trail.record(event())
    trail.record(event())
    noted = trail.search()[0].digest
    assert audit("verify")[:2] == (0, f"2 {noted}\n")
    trail.record(event())
    assert audit("verify", "--expect", noted)[0] == 0


def test_verify_ends_with_1_and_says_which_row(audit, trail, engine):
    for _ in range(3):
        trail.record(event())
    noted = trail.search()[0].digest
    unguarded(engine, "UPDATE audit SET account = '王芳' WHERE id = 2")
    code, out, complaints = audit("verify")
    assert (code, out) == (1, "第 2 条：内容和它的散列值对不上，被改过\n")
    assert "之前的 1 条完好" in complaints
    unguarded(engine, "DELETE FROM audit WHERE id >= 2")
    assert audit("verify")[0] == 0
    code, out, _ = audit("verify", "--expect", noted)
    assert code == 1
    assert out.startswith("第 2 条：记下的散列值不在链上")
    code, out, complaints = audit("verify", "--expect", "12")
    assert (code, out) == (2, "")
    assert "64 位" in complaints


def test_an_export_as_json_lines_can_be_verified_without_the_database(audit, trail):
    trail.record(event("换\n行"))
    code, out, _ = audit("export")
    assert code == 0
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(r["action"], r["object"]) for r in rows] == [("上传", "换\n行"), ("导出", "审计记录")]
    assert rows[1]["account"].startswith("命令行：")
    assert verified(Entry(**row) for row in rows).count == 2
    names = (
        "before", "id", "at", "account_id", "account", "address", "action", "object", "outcome", "detail",
    )  # fmt: skip
    line = json.dumps([rows[0][name] for name in names], ensure_ascii=False, separators=(",", ":"))
    assert sha256(line.encode()).hexdigest() == rows[0]["digest"] == rows[1]["before"]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://x","y")']


def test_no_cell_of_the_csv_is_run_by_a_spreadsheet(audit, trail, tmp_path):
    for formula in FORMULAS:
        trail.record(replace(event(formula), account=formula, address=formula))
    out = tmp_path / "审计.csv"
    out.write_text("old")
    assert audit("export", "--csv", "--out", str(out))[:2] == (0, "")
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["审计.csv"]
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    headings, *rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert (headings[0], len(headings)) == ("编号", 11)
    assert [row[6] for row in rows] == [f"'{formula}" for formula in FORMULAS] + ["审计记录"]
    for row in rows[:-1]:
        assert row[3] == row[4] == row[6]
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row)


def test_an_exported_file_is_its_owners_alone(audit, trail, tmp_path):
    out = tmp_path / "audit.jsonl"
    assert audit("export", "--out", str(out))[0] == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert len(out.read_text().splitlines()) == 1


@pytest.mark.parametrize("place", ["nowhere/x.csv", ".", ""])
def test_an_export_that_cannot_be_written_is_refused_and_on_record(
    audit, trail, tmp_path, monkeypatch, place
):
    monkeypatch.chdir(tmp_path)
    before = sorted(p.name for p in tmp_path.iterdir())
    code, out, complaints = audit("export", "--out", place)
    assert (code, out) == (2, "")
    assert complaints.startswith("写不了")
    assert complaints.count("\n") == 1
    assert [(e.action, e.outcome) for e in trail.search()] == [("导出", "failed"), ("导出", "done")]
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_expire_prints_how_many_went(audit, engine):
    old = Trail(engine, lambda: datetime.now(UTC) - timedelta(days=181))
    old.record(event())
    old.record(event())
    Trail(engine).record(event())
    code, out, complaints = audit("expire", "--days", "179")
    assert (code, out) == (2, "")
    assert "应为 180 到" in complaints
    assert audit("expire", "--days", "180")[:2] == (0, "2\n")
    assert audit("expire", "--days", "180")[:2] == (0, "0\n")
    assert audit("verify")[1].startswith("2 ")
    (last,) = Trail(engine).search(limit=1)
    assert (last.action, last.account[:4]) == ("审计清理", "命令行：")
    unguarded(engine, "UPDATE audit SET object = 'x' WHERE id = 4")
    code, out, complaints = audit("expire", "--days", "180")
    assert (code, out) == (1, "")
    assert "第 4 条" in complaints


def test_list_shows_the_newest_first_and_harms_no_terminal(audit, trail):
    trail.record(event("第一"))
    trail.record(event("\x1b[2J红\u202e", Action.EXPORT, Outcome.REFUSED))
    trail.record(replace(event("第三"), account="王芳"))
    code, out, _ = audit("list")
    assert code == 0
    third, second, first = out.splitlines()
    assert third.startswith("3  ")
    assert "王芳  10.0.0.8  上传  成功  第三  {}" in third
    assert "导出  被拒  \ufffd[2J红\ufffd" in second
    assert "第一" in first
    assert audit("list", "--account", "王芳")[1] == third + "\n"
    assert audit("list", "--action", "导出")[1] == second + "\n"
    assert audit("list", "--limit", "1")[1] == third + "\n"
    assert audit("list", "--since", "2999-01-01")[1] == ""
    day = datetime.now().astimezone() - timedelta(days=1)
    assert audit("list", "--since", f"{day:%Y-%m-%d}")[1] == out
    rows = [json.loads(line) for line in audit("list", "--json")[1].splitlines()]
    assert [(r["id"], r["account"]) for r in rows] == [(3, "王芳"), (2, "陈晨"), (1, "陈晨")]


def test_list_goes_beyond_a_page(audit, trail, monkeypatch):
    monkeypatch.setattr("people.audit.trail.PAGE_ROWS", 2)
    for place in range(5):
        trail.record(event(str(place)))
    assert [line.split()[0] for line in audit("list", "--limit", "4")[1].splitlines()] == list("5432")


def test_list_shows_rows_that_somebody_damaged(audit, trail, engine):
    trail.record(event())
    unguarded(engine, "UPDATE audit SET at = 'x', outcome = 'y'")
    assert audit("list")[:2] == (0, "1  'x'  陈晨  10.0.0.8  上传  y  案例.docx  {}\n")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [(["--action", "偷看"], "没有“偷看”这种行为"), (["--since", "昨天"], "看不懂时间“昨天”")],
)
def test_what_list_does_not_understand_is_refused_in_one_line(audit, words, complaint):
    code, out, complaints = audit("list", *words)
    assert (code, out) == (2, "")
    assert complaints.startswith(complaint)
    assert complaints.count("\n") == 1
