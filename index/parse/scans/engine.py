"""An upright page's picture -> lines, by the models that RapidOCR's wheel carries (PP-OCR, Apache-2.0)."""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.parse.scans.punctuation import printed_signs
from index.parse.scans.records import RecognisedLine

Picture = NDArray[np.uint8]  # (height, width, 3), RGB
LEAST = 0.5  # confidence of a line below which it is a stain
LONGEST = 2400  # pixels of a page's longer side that the detector sees
PLACES = 5  # decimals of shares and confidences that are kept
MODELS = {  # the files of rapidocr 3.10, by the stage that uses them
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


class Recogniser(Protocol):
    """Reads a page."""

    def lines(self, picture: Picture) -> list[RecognisedLine]:
        """The lines of an upright picture, as they are found."""


def is_installed() -> bool:
    """Whether pictures can be read here: RapidOCR, its models, and something that runs them."""
    return _models() is not None and _engine() != ""


def _engine() -> str:
    """The faster of what is installed."""
    return next((name for name in ("openvino", "onnxruntime") if importlib.util.find_spec(name)), "")


def _models() -> Path | None:
    """The folder of the models; None where one is missing: none is ever fetched."""
    found = importlib.util.find_spec("rapidocr")
    if found is None or found.origin is None or importlib.util.find_spec("cv2") is None:
        return None
    folder = Path(found.origin).parent / "models"
    return folder if all((folder / name).is_file() for name in MODELS.values()) else None


class RapidRecogniser:
    """RapidOCR with everything named that it would else look up or fetch. Not shared between threads."""

    def __init__(self, threads: int = 2) -> None:
        """Raises RuntimeError where ``is_installed`` is false."""
        folder, engine = _models(), _engine()
        if folder is None or not engine:
            raise RuntimeError("rapidocr, its models or a runtime are missing")
        _shut_downloader()
        from rapidocr import RapidOCR
        from rapidocr.utils.typings import EngineType

        # The classifier of upside-down lines is not used: picture.py turns whole pages.
        params: dict[str, Any] = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": LONGEST,
            "Global.text_score": LEAST,
            "EngineConfig.openvino.inference_num_threads": threads,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
        for stage, name in MODELS.items():
            params[f"{stage}.engine_type"] = EngineType(engine)
            params[f"{stage}.model_path"] = str(folder / name)
        self._read: Callable[..., Any] = RapidOCR(params=params)

    def lines(self, picture: Picture) -> list[RecognisedLine]:
        """The lines of an upright picture, as they are found."""
        height, width = picture.shape[:2]
        # RapidOCR takes arrays as OpenCV has them: blue first.
        found = self._read(picture[:, :, ::-1], return_word_box=True, return_single_char_box=True)
        if found.txts is None or found.boxes is None or not found.word_results:
            return []
        read = zip(found.boxes, found.word_results, strict=True)
        lines = (_line(box, words, width, height) for box, words in read)
        return [line for line in lines if line is not None]


def _line(box: Any, words: Sequence[Any], width: int, height: int) -> RecognisedLine | None:
    text, sides, confidences = "", [], []
    for char, confidence, corners in words:
        xs = [float(x) for x, _ in corners]
        for n, code_point in enumerate(char):  # a word of Latin letters may come as one
            left = min(xs) + (max(xs) - min(xs)) * n / len(char)
            right = min(xs) + (max(xs) - min(xs)) * (n + 1) / len(char)
            text += code_point
            sides.append((round(left / width, PLACES), round(right / width, PLACES)))
            confidences.append(round(float(confidence), PLACES))
    if not text.strip():
        return None
    xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
    left, right = round(min(xs) / width, PLACES), round(max(xs) / width, PLACES)
    whole = (left, round(min(ys) / height, PLACES), right, round(max(ys) / height, PLACES))
    return RecognisedLine(printed_signs(text), whole, tuple(sides), tuple(confidences))


def _shut_downloader() -> None:
    """Whatever the library would fetch is an error instead."""
    from rapidocr.utils.download_file import DownloadFile

    downloader: Any = DownloadFile
    downloader.run = _refuse


def _refuse(wanted: Any) -> None:
    raise RuntimeError(f"nothing is fetched at run time: {wanted.file_url}")
