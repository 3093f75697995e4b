"""A scripted server that speaks the OpenAI protocol on loopback, well or badly, and notes requests."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LATE = 5.0  # seconds a slow script would take, far beyond the timeouts of the tests


def piece(text="", end=None):
    """One event of a stream."""
    delta = {"content": text} if text else {}
    body = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    return b"data: " + json.dumps({**body, "choices": [choice]}, ensure_ascii=False).encode() + b"\n\n"


class Server(ThreadingHTTPServer):
    """Plays one script a request, the last one for ever."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *scripts):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripts = list(scripts)
        self.asked = []  # the JSON of each request
        self.headers = []
        self.hung_up = threading.Event()  # set when a client went away in the middle
        self.closing = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request, client_address):
        self.hung_up.set()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked.append(json.loads(self.rfile.read(length)))
        self.server.headers.append(dict(self.headers))
        scripts = self.server.scripts
        (scripts.pop(0) if len(scripts) > 1 else scripts[0])(self)

    def log_message(self, *arguments):
        """Keep standard error clean."""

    def begin(self, status=200, kind="text/event-stream", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True

    def write(self, data):
        try:
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:
            self.server.hung_up.set()
            raise


def says(*texts, end="stop"):
    """A sound stream of these pieces."""

    def script(handler):
        handler.begin()
        for text in texts:
            handler.write(piece(text))
        handler.write(piece(end=end) + b"data: [DONE]\n\n")

    return script


def fails(status, message="no", **headers):
    """An error status with a JSON body."""

    def script(handler):
        handler.begin(status, "application/json", **headers)
        handler.write(json.dumps({"error": {"message": message, "code": status}}).encode())

    return script


def raw(data, kind="text/event-stream"):
    """These bytes, then the end."""

    def script(handler):
        handler.begin(kind=kind)
        handler.write(data)

    return script


def breaks_off(*texts):
    """Some pieces, then a dead connection in the middle of a chunk."""

    def script(handler):
        handler.protocol_version = "HTTP/1.1"
        handler.begin(Transfer_Encoding="chunked")
        for text in texts:
            data = piece(text)
            handler.write(b"%x\r\n%s\r\n" % (len(data), data))
        handler.write(b"ffff\r\ndata: {")
        handler.connection.close()

    return script


def endless(text, pause=0.0):
    """The same piece until the client goes away."""

    def script(handler):
        handler.begin()
        while not handler.server.closing.is_set():
            handler.write(piece(text) if text else b": alive\n\n")
            time.sleep(pause)

    return script


def silent(*texts):
    """Some pieces, then nothing; without pieces not even a status line."""

    def script(handler):
        if texts:
            handler.begin()
        for text in texts:
            handler.write(piece(text))
        handler.server.closing.wait(LATE)

    return script


@contextmanager
def serving(*scripts):
    """A running server that plays the scripts."""
    server = Server(*scripts)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
