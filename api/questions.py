"""Asking, searching, checking, making quiz questions: JSON in, the command line's JSON out."""

from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.bodies import read_json
from api.failures import NO_STORE
from api.guard import Call
from people.audit import Detail
from rag.tools import (
    Arguments,
    AskArguments,
    CheckArguments,
    Operations,
    QuizArguments,
    SearchArguments,
    parsed,
)

Given = TypeVar("Given", bound=Arguments)


class Questions:
    """The handlers. Shared between requests: nothing of theirs is held."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    async def ask(self, call: Call) -> Response:
        """An answer with its citations."""
        given = await _read(AskArguments, call)
        call.said(given.question, Detail.QUESTION)
        call.detail[Detail.GENERATION] = await run_in_threadpool(lambda: self._operations.generation)
        open_to = call.open_to(self._operations)
        told = await call.work(lambda stopped: open_to.ask(given, stopped))
        call.detail[Detail.STATUS] = told["status"]
        return _json(told)

    async def search(self, call: Call) -> Response:
        """The nearest passages."""
        given = await _read(SearchArguments, call)
        call.said(given.question, Detail.QUESTION)
        open_to = call.open_to(self._operations)
        return _json(await call.work(lambda stopped: open_to.search(given, stopped)))

    async def check(self, call: Call) -> Response:
        """A verdict for every sentence; given up when the client goes away."""
        given = await _read(CheckArguments, call)
        call.said(given.text, Detail.DRAFT)
        call.detail[Detail.GENERATION] = await run_in_threadpool(lambda: self._operations.generation)
        open_to = call.open_to(self._operations)
        told = await call.work(lambda stopped: open_to.check(given, stopped), long=True)
        call.detail[Detail.SENTENCES] = len(told["sentences"])
        return _json(told)

    async def quiz(self, call: Call) -> Response:
        """Quiz questions with their answers."""
        given = await _read(QuizArguments, call)
        open_to = call.open_to(self._operations)
        return _json(await call.work(lambda stopped: open_to.quiz(given, stopped), long=True))


async def _read(model: type[Given], call: Call) -> Given:
    return parsed(model, await read_json(call.request))


def _json(content: object) -> JSONResponse:
    return JSONResponse(content, headers=NO_STORE)
