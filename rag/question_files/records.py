"""A question as a file has it, as it is taken, and what is told of those that are not. Pure."""

from dataclasses import dataclass, field

from rag.quiz import QuizQuestion


@dataclass(slots=True)
class RawQuestion:
    """What stands in a file; filled while it is read."""

    place: str  # where it stands, e.g. 第 3 行
    stem: str = ""
    kind: str = ""  # as the file names it; "" for none
    options: dict[str, str] = field(default_factory=dict)  # letter -> words
    answer: str = ""
    explanation: str = ""
    points: str = ""
    quote: str = ""  # the words of a source that it stands on
    case: str = ""

    def add(self, name: str, words: str) -> None:
        """Put words behind those that a field holds, on a line of their own."""
        held: str = getattr(self, name)
        setattr(self, name, f"{held}\n{words}".strip())


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question that can be taken into the bank."""

    place: str
    question: QuizQuestion
    guessed: bool  # the file did not say of which kind it is
    notes: tuple[str, ...] = ()  # in Chinese


@dataclass(frozen=True, slots=True)
class Fault:
    """A question that cannot be taken, or a part of the file that was not read."""

    place: str
    words: str  # how it begins
    why: str  # and what to do, in Chinese


@dataclass(frozen=True, slots=True)
class FileReading:
    """All that came of a file."""

    questions: tuple[ReadQuestion, ...]
    faults: tuple[Fault, ...]
    notices: tuple[str, ...] = ()  # of the whole file, in Chinese
