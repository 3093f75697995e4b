"""Numbers as a sheet shows them, against what Excel 365 and WPS print (worked by hand)."""

from datetime import date, datetime, time, timedelta

import pytest

from index.parse.sheets.number_formats import shown

SHOWN = [
    (0.85, "0.0%", "85.0%"),
    (-0.02, "0.0%", "-2.0%"),
    (7, '0.0"万元"', "7.0万元"),
    (12.5, 'General"万元"', "12.5万元"),
    (12, "000000", "000012"),
    (2023010112345670, "0", "2023010112345670"),
    (2023010112345670, "General", "2023010112345670"),
    (0.1 + 0.2, "General", "0.3"),
    (1234567.5, "#,##0.00", "1,234,567.50"),
    (1234, '"¥"#,##0.00', "¥1,234.00"),
    (1234, "[$¥-804]#,##0", "¥1,234"),
    (-3, "0;(0)", "(3)"),
    (3, "#,##0_);(#,##0)", "3"),
    (0, '0;-0;"-"', "-"),
    (2.5, "0", "3"),  # half away from zero, not to even
    (12345, "0,", "12"),
    (3.1, "0.##", "3.1"),
    (3, "0.##", "3"),
    (5, "G/通用格式", "5"),
    (True, "General", "是"),
    ("文字", "@", "文字"),
    (None, "0.00", ""),
    (timedelta(hours=36, minutes=30), "[h]:mm", "36:30"),
    (1.5208333333333333, "[h]:mm", "36:30"),
    (time(9, 5), "h:mm", "9:05"),
    (datetime(2023, 5, 2, 14, 5), "h:mm AM/PM", "2:05 下午"),
    (datetime(2023, 5, 2), 'yyyy"年"m"月"d"日"', "2023年5月2日"),
    (datetime(2023, 5, 2), 'm"月"d"日"', "5月2日"),
    (datetime(2024, 3, 1), "yyyy-mm", "2024-03"),
    (45048, "yyyy/m/d", "2023/5/2"),
    (datetime(2026, 11, 29), "aaaa", "星期日"),
    (date(2023, 5, 2), "General", "2023-05-02"),
    (datetime(2023, 5, 2, 8, 30), "General", "2023-05-02 08:30"),
]


@pytest.mark.parametrize(("value", "number_format", "words"), SHOWN)
def test_a_cell_shows_what_a_person_sees(value, number_format, words):
    assert shown(value, number_format) == words
