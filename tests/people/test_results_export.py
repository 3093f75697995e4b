"""Results as CSV and Excel: readable, and nothing in them runs."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

from openpyxl import load_workbook

from people.mastery import Mastery
from people.papers.records import Result
from people.papers.results_export import MASTERY, RESULTS, as_csv, as_xlsx, mastery_rows, result_rows

BEGAN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DONE = Result(1, 7, "王小明", BEGAN, BEGAN + timedelta(minutes=12), 20, 82.5, 100.0, 16, 720, passed=True)
OPEN = Result(2, 8, '=HYPERLINK("http://x")', BEGAN, None, 20, None, 100.0, None, None)
ROWS = result_rows("冬季测验", [DONE, OPEN])


def test_csv_opens_in_excel_and_says_what_it_should():
    data = as_csv(RESULTS, ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))
    assert read[0]["学员"] == "王小明"
    assert (read[0]["得分"], read[0]["答对"], read[0]["总题数"], read[0]["用时（分钟）"]) == (
        "82.5",
        "16",
        "20",
        "12.0",
    )
    assert (read[1]["得分"], read[1]["交卷时间"]) == ("", "")


def test_formulas_are_texts():
    assert "'=HYPERLINK" in as_csv(RESULTS, ROWS).decode("utf-8-sig")
    for evil in ("=1+1", "+1", "-1", "@x", "\t=1"):
        cell = load_workbook(BytesIO(as_xlsx(["甲"], [[evil]])))["Sheet"]["A2"]
        assert cell.data_type == "s"
        assert str(cell.value).startswith("'")


def test_xlsx_keeps_numbers_as_numbers():
    sheet = load_workbook(BytesIO(as_xlsx(RESULTS, ROWS)))["Sheet"]
    assert [cell.value for cell in sheet[1]] == list(RESULTS)
    assert sheet["F2"].value == 82.5
    assert sheet["H2"].value == 20
    assert sheet.freeze_panes == "A2"


def test_control_characters_and_nothing_at_all():
    sheet = load_workbook(BytesIO(as_xlsx(["甲"], [["坏\x00字\x0b"]])))["Sheet"]
    assert sheet["A2"].value == "坏字"
    assert as_csv(RESULTS, []).decode("utf-8-sig").strip() == ",".join(RESULTS)
    assert load_workbook(BytesIO(as_xlsx(RESULTS, [])))["Sheet"].max_row == 1


def test_mastery_is_a_share():
    assert mastery_rows([Mastery(7, "王小明", "夜校", 4, 3)]) == [("王小明", "夜校", 4, 3, 75.0)]
    assert len(MASTERY) == 5
