"""Formats that cannot be read yet, and what to do with a file of one."""

from pathlib import Path

from index.errors import UnreadableSource

_SLIDES = "是演示文稿，目前还不能读。请用 WPS 或 PowerPoint 打开，输出为 PDF，或把文字另存为 .docx 后再试。"
_OLD_SHEET = "是旧版或带宏的表格，不能直接读。请用 WPS 或 Excel 打开，另存为 .xlsx 后再试。"
_OLD_TEXT = "是旧版、模板或带宏的文档，不能直接读。请用 WPS 或 Word 打开，另存为 .docx 后再试。"
_PICTURE = "是图片，没有文字可读。请先用文字识别（OCR）软件转成文字，存为 .docx 或 .txt 后再试。"
_ARCHIVE = "是压缩包，没有打开。请先解压，把里面的文件放进来。"
_PAGE = "是存档的网页，目前还不能读。请用浏览器打开，另存为“网页，仅 HTML”（.html）后再试。"
_MAIL = "是邮件，目前还不能读。请把正文另存为 .txt 或 .docx，附件单独存出来后再试。"
_SOUND = "是音频或视频，没有文字可读。请先转写成文字，存为 .docx 或 .txt 后再试。"
_WAYS = {
    ".ofd": "是 OFD 版式文件，目前还不能读。请用 WPS 或 OFD 阅读器打开，转成 PDF 或 .docx 后再试。",
    **dict.fromkeys((".pptx", ".ppt", ".dps", ".pps", ".ppsx", ".pptm", ".dpt", ".odp"), _SLIDES),
    **dict.fromkeys((".xls", ".et", ".ett", ".xlt", ".xlsm", ".xlsb", ".ods"), _OLD_SHEET),
    **dict.fromkeys((".rtf", ".odt", ".docm", ".dot", ".dotx", ".wpt", ".uof", ".uot"), _OLD_TEXT),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic"), _PICTURE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), _ARCHIVE),
    **dict.fromkeys((".mht", ".mhtml"), _PAGE),
    **dict.fromkeys((".eml", ".msg"), _MAIL),
    **dict.fromkeys((".mp3", ".mp4", ".wav", ".m4a", ".avi", ".mov"), _SOUND),
    ".caj": "是 CAJ 文件，不能直接读。请用 CAJ 阅读器打开，另存为 PDF 后再试。",
}


def unread(name: str, readable: tuple[str, ...]) -> UnreadableSource:
    """Why a file of a format that is not among the ``readable`` suffixes is refused, and what to do."""
    suffix = Path(name).suffix.lower()
    if suffix in _WAYS:
        return UnreadableSource(f"「{name}」{_WAYS[suffix]}")
    shown, supported = suffix or "没有扩展名", "、".join(readable)
    return UnreadableSource(
        f"不支持「{name}」的格式（{shown}），目前支持 {supported}。请另存为其中一种格式后再试。"
    )
