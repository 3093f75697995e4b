"""Finding a port for the page: on 127.0.0.1, unless another address was given."""

import socket
from errno import EADDRNOTAVAIL

HOST = "127.0.0.1"
PORTS_TRIED = 100  # from the wished port upwards


class NoFreePort(Exception):
    """Every port that was tried is taken; names them, in Chinese."""


def free_socket(wished: int, host: str = HOST) -> socket.socket:
    """A listening socket on the first free port from ``wished`` upwards.

    Raises:
        NoFreePort: none of PORTS_TRIED ports is free, or the address is not this machine's.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wished, min(wished + PORTS_TRIED, 65536)):
        candidate = socket.socket(family, socket.SOCK_STREAM)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, port))
            candidate.listen(128)  # a browser that comes before the server is ready waits in line
        except OSError as error:
            candidate.close()
            if error.errno == EADDRNOTAVAIL:
                raise NoFreePort(
                    f"{host} 不是这台机器的地址；请用 --host 给出本机的地址，或 0.0.0.0。"
                ) from error
            continue
        return candidate
    raise NoFreePort(f"端口 {wished} 起的 {PORTS_TRIED} 个端口都被占用；请用 --port 指定别的端口。")
