"""Where the page is served and under which conditions; what is unsafe is refused before anything opens."""

import ssl
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path

from ui.ports import HOST

NO_ADMINISTRATOR = (
    "还没有管理员账号，不能对外提供服务。请先运行：python -m people user add 账号名 --roles 管理员"
)
NO_TLS = (
    "在 {} 上提供服务要用 HTTPS，否则密码会明文传送。请用 --cert 证书 --key 私钥；前面有 HTTPS 代理时用 "
    "--trusted-proxy 代理地址；确实只在可信的网络里用明文，加 --insecure-http。"
)
BAD_CERTIFICATE = "证书或私钥不能用：{}、{}（{}）。请核对两个文件是 PEM 格式、互相匹配、可以读取。"


class UnsafeNetwork(Exception):
    """The page would be served unsafely, or cannot be; says what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Network:
    """What the command line says of the network."""

    host: str = HOST
    port: int = 7860
    certificate: Path | None = None
    key: Path | None = None
    proxies: Collection[str] = ()  # IP addresses of proxies that speak HTTPS to browsers
    insecure: bool = False  # plain HTTP beyond this machine, as somebody wished
    accounts: bool = False  # sign-in on this machine too
    root: str = ""  # the path below its host, e.g. /qa

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def signing_in(self) -> bool:
        """Whether one has to sign in: wherever others than this machine's user come, by a proxy too."""
        return self.accounts or not self.loopback or bool(self.proxies)

    @property
    def scheme(self) -> str:
        """What a browser's address begins with, without a proxy."""
        return "https" if self.certificate else "http"

    def address(self, port: int) -> str:
        """Where a browser finds it, without a proxy; ``port`` is the one that was free."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{port}{self.root and f'{self.root}/'}"

    def behind(self, proxies: Iterable[object], root: str = "") -> "Network":
        """The same behind further proxies, and below a path where it has none, as the settings say."""
        return replace(self, proxies=(*self.proxies, *map(str, proxies)), root=self.root or root)

    def check(self, *, administrator: bool) -> None:
        """Raises UnsafeNetwork; ``administrator`` says whether there is one who can sign in."""
        if self.signing_in and not administrator:
            raise UnsafeNetwork(NO_ADMINISTRATOR)
        if not self.loopback and not (self.certificate or self.proxies or self.insecure):
            raise UnsafeNetwork(NO_TLS.format(self.host))
        if self.certificate:
            self._check_certificate(self.certificate, self.key)

    def _check_certificate(self, certificate: Path, key: Path | None) -> None:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
        except (OSError, ssl.SSLError) as error:
            told = BAD_CERTIFICATE.format(certificate, key or "没有给出", error.strerror or error)
            raise UnsafeNetwork(told) from error
