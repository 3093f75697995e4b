"""The unit of a collection's last case is not whose the collection is."""

from index.catalogue.imprint import imprint_of
from index.parse import parse_text
from index.segment import segment

PIECES = """# 柳湾县书记项目选编

2024年3月

## 渠上的支部会

柳湾县水务局党总支

### 一、背景

县里的渠多年没有人管。

### 二、做法

支部会开到渠上，全年开会12次，议定事项31件。

## 让档案开口说话

柳湾县档案馆党支部

### 一、背景

查一份档案要等半天。

### 二、做法

整理档案1200卷，接待查档460人次。
"""


def test_the_unit_under_the_last_heading_did_not_issue_the_collection():
    parsed = parse_text(PIECES, "选编.md")
    segmentation = segment(parsed.document, parsed.blocks)
    assert [case.unit for case in segmentation.cases] == ["柳湾县水务局党总支", "柳湾县档案馆党支部"]
    assert imprint_of(parsed.document, parsed.blocks, segmentation).issuer is None
