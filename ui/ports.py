"""Finding a port on 127.0.0.1, the only address the page is served on."""

import socket

HOST = "127.0.0.1"
PORTS_TRIED = 100  # from the wished port upwards


class NoFreePort(Exception):
    """Every port that was tried is taken; names them, in Chinese."""


def free_socket(wished: int) -> socket.socket:
    """A listening socket on the first free port from ``wished`` upwards.

    Raises:
        NoFreePort: none of PORTS_TRIED ports is free.

    """
    for port in range(wished, min(wished + PORTS_TRIED, 65536)):
        candidate = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
            candidate.listen(128)  # a browser that comes before the server is ready waits in line
        except OSError:
            candidate.close()
            continue
        return candidate
    raise NoFreePort(f"端口 {wished} 起的 {PORTS_TRIED} 个端口都被占用；请用 --port 指定别的端口。")
