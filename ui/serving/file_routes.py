"""Files over the network: uploads written as they come, downloads sent from where they lie."""

from fastapi import FastAPI, Request
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse, JSONResponse, Response

from index.errors import UnreadableSource, why_not_stored
from ui.serving.refusals import refusal
from ui.serving.transfers import NO_SESSION, Transfers

GONE = "这个文件已经取走，或者等得太久已经删去。请在网页里再点一次。"
# Whatever a file holds, a browser that shows it runs nothing of it.
INERT = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store"}


def add_file_routes(server: FastAPI, files: Transfers) -> None:
    """POST /files takes one upload, its bytes the body; GET /files/TOKEN gives one download."""

    @server.post("/files")
    async def upload(request: Request, name: str = "") -> Response:
        session = files.session(request)
        if not session:
            return refusal(403, NO_SESSION, close=True)
        try:
            token = await files.receive(session, name, request.stream())
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it
        except UnreadableSource as error:
            return refusal(413, str(error), close=True)
        except OSError as error:
            return refusal(507, f"文件存不下来（{why_not_stored(error)}）。请告诉管理员。", close=True)
        return JSONResponse({"token": token}, headers={"Cache-Control": "no-store"})

    @server.get("/files/{token}")
    def download(request: Request, token: str) -> Response:
        try:
            file = files.offered(files.session(request), token)
        except KeyError:
            return refusal(404, GONE)
        if not file.path.is_file():
            return refusal(404, GONE)
        # A part was asked for: the rest will be too.
        done = None if "range" in request.headers else BackgroundTask(files.drop, token)
        return FileResponse(file.path, 200, INERT, file.kind, done, file.name)
