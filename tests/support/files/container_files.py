"""Mails and zip files made for tests."""

import io
import zipfile
from email.message import EmailMessage


def zipped(files, *, names="utf-8"):
    """A .zip of name -> bytes; the names in ``names``: GBK as Chinese Windows writes them, without a flag."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            member = zipfile.ZipInfo(name if names == "utf-8" else name.encode(names).decode("cp437"))
            package.writestr(member, content, zipfile.ZIP_DEFLATED)
    data = out.getvalue()
    return data if names == "utf-8" else _without_flags(data)


def _without_flags(data):
    """The same, its names as the bytes that cp437 stands for."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as again:
        for member in package.infolist():
            plain = _Raw(member.filename)
            again.writestr(plain, package.read(member))
    return out.getvalue()


class _Raw(zipfile.ZipInfo):
    """A member whose name is written as cp437 bytes, whatever they spell."""

    def _encodeFilenameFlags(self):  # noqa: N802  # zipfile's own name
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


def locked(files):
    """A .zip that says it is encrypted."""
    data = bytearray(zipped(files))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def mail(subject, body, attachments=(), *, html="", sender="河口镇 <a@example.com>"):
    """An .eml; attachments are (name, bytes)."""
    message = EmailMessage()
    message["Subject"], message["From"] = subject, sender
    message["Date"] = "Mon, 06 May 2024 08:30:00 +0800"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def raw_mail(subject, name, content):
    """An .eml whose subject and attachment's name are bytes of GBK, as old programs write them."""
    return b"\r\n".join(
        [
            b"From: a@example.com",
            b"Subject: " + subject.encode("gb18030"),
            b'Content-Type: multipart/mixed; boundary="x"',
            b"",
            b"--x",
            b"Content-Type: text/plain; charset=gb2312",
            b"Content-Transfer-Encoding: 8bit",
            b"",
            "各单位：请报送材料。".encode("gb18030"),
            b"--x",
            b'Content-Type: application/octet-stream; name="' + name.encode("gb18030") + b'"',
            b'Content-Disposition: attachment; filename="' + name.encode("gb18030") + b'"',
            b"",
            content,
            b"--x--",
            b"",
        ]
    )
