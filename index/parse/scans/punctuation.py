"""Signs as Chinese print has them: a recogniser tells their shape, not their width. Pure."""

import re

_FULL = str.maketrans("(),:;?!", "（），：；？！")
_HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BESIDE = _HANZI + "（）《》“”‘’、，。：；？！%％"
# A sign after or before a Chinese character or sign; between digits (12:30, 1,200) it stays.
_SIGN = re.compile(f"(?<=[{_BESIDE}])[(),:;?!]|[(),:;?!](?=[{_BESIDE}])")
_YEAR = re.compile(r"[\[【〔［]((?:19|20)[0-9]{2})[\]】〕］](?=第?[0-9]+号)")  # GB/T 9704 prints 〔2024〕7号
_PAIR = re.compile(r"（([^（）()]*)\)|\(([^（）()]*)）")


def printed_signs(text: str) -> str:
    """``text`` with full-width signs where Chinese stands beside them; as long as before."""
    text = _SIGN.sub(lambda found: found[0].translate(_FULL), text)
    text = _YEAR.sub(r"〔\1〕", text)
    return _PAIR.sub(lambda found: f"（{found[1] if found[1] is not None else found[2]}）", text)
