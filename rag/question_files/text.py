"""Lines of a Word or text file -> raw questions. Pure."""

from collections.abc import Iterable

from rag.question_files.markers import LETTERS, Numbered, fields, narrow, numbered, options, part
from rag.question_files.records import RawQuestion


def raw_questions(lines: Iterable[str]) -> list[RawQuestion]:
    """The questions in order; their place is the number they have in the file, and the line they begin in."""
    reader = _Reader()
    for at, line in enumerate(lines, start=1):
        if words := narrow(line):
            reader.read(at, words)
    return reader.questions


class _Reader:
    """Reads line by line; knows which question and which of its fields goes on."""

    def __init__(self) -> None:
        self.questions: list[RawQuestion] = []
        self._kind = ""  # of the part
        self._points = ""
        self._style = ""  # how this file numbers its questions
        self._number = 0  # of the question that goes on
        self._field = ""  # that goes on
        self._begun = False  # whether a question of this part was read
        self._point = 0  # the last point of an answer that is numbered as questions are
        self._doubtful: list[tuple[int, str]] = []  # from such a point on: it may have been a question
        self._before = ""  # the answer without these lines

    def read(self, at: int, line: str) -> None:
        """Take the next line, counted from 1."""
        heading = part(line)
        if heading is not None:
            self._kind, self._points = heading
            self._field, self._begun, self._doubtful = "", False, []
            return
        if self._doubtful and any(name == "answer" for name, _ in fields(line)[1]):
            self._take_back()
        opening = numbered(line)
        if opening and self._opens(opening):
            self._open(at, opening)
            self._take(opening.rest)
        elif self._is_plain_opening(line):
            self._open(at, None)
            self._take(line)
        elif self.questions and self._field:
            if opening and self._goes_on(opening):
                self._point += 1
                self._doubtful, self._before = [], self.questions[-1].answer
                self._doubtful.append((at, line))
            elif self._doubtful:
                self._doubtful.append((at, line))
            self._take(line)

    def _opens(self, line: Numbered) -> bool:
        """Whether a numbered line begins a question, and is not a point of an answer."""
        if not self._style:
            return True
        if line.style != self._style or self._goes_on(line):
            return False
        in_answer = self._field in ("answer", "explanation") and self._begun
        return not in_answer or line.number == self._number + 1

    def _goes_on(self, line: Numbered) -> bool:
        """Whether it is the next point of an answer whose points are numbered as questions are."""
        same = line.style == self._style and self._field == "answer"
        return bool(same and self._point and line.number == self._point + 1)

    def _take_back(self) -> None:
        """A point that has an answer of its own was a question after all."""
        (at, line), *rest = self._doubtful
        self.questions[-1].answer, self._doubtful, self._point = self._before, [], 0
        opening = numbered(line)
        self._open(at, opening)
        self._take(opening.rest if opening else line)
        for _, words in rest:
            self._take(words)

    def _is_plain_opening(self, line: str) -> bool:
        """In a file without numbers a question begins behind the answer of the one before."""
        if self._style or fields(line)[1] or options(line, self._next_letter()):
            return False
        first = bool(self._kind and not self._begun)
        return first or (self._field == "answer" and bool(self.questions[-1].answer))

    def _open(self, at: int, opening: Numbered | None) -> None:
        if opening:
            self._style, self._number = opening.style, opening.number
        named = f"第 {opening.number} 题（第 {at} 行）" if opening else f"第 {at} 行"
        self.questions.append(RawQuestion(named, kind=self._kind, points=self._points))
        self._field, self._begun, self._point, self._doubtful = "stem", True, 0, []

    def _take(self, line: str) -> None:
        """What a line says to the question that goes on."""
        question = self.questions[-1]
        before, named = fields(line)
        chosen = options(before, self._next_letter()) if before else []
        if chosen and self._field in ("stem", "options"):
            question.options.update(chosen)
            self._field = "options"
        elif before and self._field == "options":
            question.options[list(question.options)[-1]] += before
        elif before:
            self._go_on(before)
        for name, words in named:
            if name in ("points", "kind", "case"):
                setattr(question, name, words)
            else:
                question.add(name, words)
            self._field = name
            first = numbered(words) if name == "answer" else None
            self._point = first.number if first and first.style == self._style else 0

    def _go_on(self, words: str) -> None:
        """Words that go on with a field; a stem may have its first options behind it on the same line."""
        question = self.questions[-1]
        if self._field == "stem":
            at = next((i for i in range(1, len(words)) if len(options(words[i:])) > 1), 0)
            if at:
                question.options.update(options(words[at:]))
                question.add("stem", words[:at].strip())
                self._field = "options"
                return
        question.add(self._field, words)

    def _next_letter(self) -> str:
        held = len(self.questions[-1].options) if self.questions else 0
        return LETTERS[min(held, len(LETTERS) - 1)]
