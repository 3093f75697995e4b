"""Formats that cannot be read, and what to do with a file of one."""

from pathlib import Path

from index.errors import UnreadableSource

_SLIDES = "是放映、模板或带宏的演示文稿，不能直接读。请用 WPS 或 PowerPoint 打开，另存为 .pptx 后再试。"
_OLD_SHEET = "是模板或带宏的表格，不能直接读。请用 WPS 或 Excel 打开，另存为 .xlsx 后再试。"
_OLD_TEXT = "是旧版、模板或带宏的文档，不能直接读。请用 WPS 或 Word 打开，另存为 .docx 后再试。"
_PICTURE = "是图片，但这种格式不能读。请用看图软件打开，另存为 .png 或 .jpg 后再试。"
_ARCHIVE = "是压缩包，没有打开。请先解压，把里面的文件放进来，或者改用 .zip。"
_PACKED = "里面装着别的文件，不是一篇资料，没有打开。请先取出来再放入。"
_PAGE = "是存档的网页，目前还不能读。请用浏览器打开，另存为“网页，仅 HTML”（.html）后再试。"
_SOUND = "是音频或视频，没有文字可读。请先转写成文字，存为 .docx 或 .txt 后再试。"
_WAYS = {
    **dict.fromkeys((".pps", ".ppsx", ".pptm", ".pot", ".potx", ".dpt", ".odp"), _SLIDES),
    **dict.fromkeys((".ett", ".xlt", ".xltx", ".xlsm", ".xlsb", ".ods"), _OLD_SHEET),
    **dict.fromkeys((".rtf", ".odt", ".docm", ".dot", ".dotx", ".wpt", ".uof", ".uot"), _OLD_TEXT),
    **dict.fromkeys((".gif", ".webp", ".heic"), _PICTURE),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), _ARCHIVE),
    **dict.fromkeys((".zip", ".eml", ".msg"), _PACKED),
    **dict.fromkeys((".mht", ".mhtml"), _PAGE),
    **dict.fromkeys((".mp3", ".mp4", ".wav", ".m4a", ".avi", ".mov"), _SOUND),
    ".caj": "是 CAJ 文件，不能直接读。请用 CAJ 阅读器打开，另存为 PDF 后再试。",
}
# What a user opens a file with, to look at it or to save it anew.
_OPENERS = {
    **dict.fromkeys((".xlsx", ".xls", ".et", ".csv"), " WPS 或 Excel "),
    **dict.fromkeys((".pptx", ".ppt", ".dps"), " WPS 或 PowerPoint "),
    **dict.fromkeys((".html", ".htm"), "浏览器"),
    ".pdf": " PDF 阅读器",
    ".ofd": " OFD 阅读器",
    ".eml": "邮件程序",
    ".msg": " Outlook ",
    ".zip": "解压软件",
}


def opener(name: str) -> str:
    """The program that a user opens a file of this name with, blanks around Latin letters as in print."""
    return _OPENERS.get(Path(name).suffix.lower(), " WPS 或 Word ")


def unread(name: str, readable: tuple[str, ...]) -> UnreadableSource:
    """Why a file of a format that is not among the ``readable`` suffixes is refused, and what to do."""
    suffix = Path(name).suffix.lower()
    if suffix in _WAYS:
        return UnreadableSource(f"「{name}」{_WAYS[suffix]}")
    shown, supported = suffix or "没有扩展名", "、".join(readable)
    return UnreadableSource(
        f"不支持「{name}」的格式（{shown}），目前支持 {supported}。请另存为其中一种格式后再试。"
    )
