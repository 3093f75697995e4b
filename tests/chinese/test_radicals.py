"""Radicals stand for the characters they look like, wherever texts are compared or searched."""

from chinese import fold, unified
from chinese.folding import fold_mapped
from chinese.search_terms import query_terms


def test_both_blocks_are_known_and_the_length_stays():
    assert unified("⻘⾹⽯⻔⺠⻓⻢") == "青香石门民长马"
    assert unified("青石〇⿰") == "青石〇⿰"


def test_folding_points_at_the_radical_itself():
    folded = fold_mapped("请⻘石村")
    assert folded.text == "请青石村"
    assert folded.span(1, 2) == (1, 2)
    assert fold("⼀⻬") == "一齐"


def test_search_finds_one_by_the_other():
    assert query_terms("⻘石⻔") == query_terms("青石门") == ["青石", "石门"]
