"""Whether words of a question all stand somewhere: a run is cut into pieces that do. Pure."""

from collections.abc import Callable

from chinese.language_data import topic

LONGEST = 16  # code points of a piece
SHORT = 3  # code points of a body's name without its last
_FILLERS = frozenset(topic("counted").words["fillers"])
_BODIES = frozenset("院局委会队所站部社")


def covered(run: str, known: Callable[[str], bool], more: frozenset[str] = frozenset()) -> bool:
    """Whether ``run``, without blanks, can be cut into fillers, words of ``more`` and pieces that are known.

    ``known`` is asked of pieces of two code points or more.
    """
    reached = [True] + [False] * len(run)
    for start in range(len(run)):
        if not reached[start]:
            continue
        for end in range(start + 1, min(len(run), start + LONGEST) + 1):
            piece = run[start:end]
            if piece in _FILLERS or piece in more or _is_known(piece, known):
                reached[end] = True
    return reached[len(run)]


def _is_known(piece: str, known: Callable[[str], bool]) -> bool:
    """Whether a piece stands there, or would but for a body's last character: 地质院 for 地质研究院."""
    if len(piece) > 1 and known(piece):
        return True
    return len(piece) > SHORT and piece[-1] in _BODIES and known(piece[:-1])
