"""Made scans read by OCR: characters that are wrong, seconds a page, the child's memory.

    python -m bench.scans [--pages N] [--questions HAND] [--json FILE]

The first pages of six documents of other hands are printed by Chromium and scanned by a program: skewed,
blurred, noisy, as JPEG; one child reads the six of a setting. --questions asks the same questions on the
documents of one hand (a folder of tests/quality/documents) as text and as scans.
"""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from bench import report
from index.embedding import Embedder
from index.library import Ingestion, read_files, stamp_for
from index.parse import parse_file
from index.parse.processes import ROOT
from index.parse.scans import RecognisedPage, Scans
from index.settings import IndexRoot
from index.store import open_store

HANDS = ROOT / "tests" / "quality" / "documents"
CHOSEN = (1, 30, 60, 90, 110, 130)  # of the .txt documents of all hands, by path
SETTINGS = [(dpi, angle, False) for dpi in (150, 200, 300) for angle in (0.0, 3.0, -3.0)] + [(200, 0.0, True)]
STYLE = "@page{size:A4;margin:25mm}body{font:12pt/1.75 'Noto Serif CJK SC'}p{text-indent:2em;margin:0}"
RED = (215, 40, 45)
# Nothing that a Chinese recogniser has signs for: told apart from what is misread.
UNPRINTED = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F*]")


def main() -> None:
    """Print the table of settings, and with --questions that of the questions."""
    parser = report.parser(__doc__)
    parser.add_argument("--pages", type=int, default=6, help="how many of the six")
    parser.add_argument("--questions", metavar="HAND", help="e.g. e10")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if chosen.questions:
            rows = list(_asked(HANDS / chosen.questions, folder))
            report.show(f"Questions on text and on scans, {chosen.questions}", rows, chosen.json)
            return
        texts = sorted(HANDS.glob("**/*.txt"))
        pages = [printed(texts[n].read_text("utf-8"), folder) for n in CHOSEN[: chosen.pages]]
        rows = []
        for setting in SETTINGS:
            rows.append(_measured(pages, *setting))
            print(rows[-1], file=sys.stderr, flush=True)  # all of it takes minutes
    report.show("Made scans", rows, chosen.json)


def _measured(pages: Sequence[bytes], dpi: int, angle: float, seal: bool) -> report.Row:
    wanted = [_squeezed(pypdfium2.PdfDocument(page)[0].get_textpage().get_text_range()) for page in pages]
    pictures = [scanned(page, 0, dpi, angle, seal=seal, seed=n) for n, page in enumerate(pages)]
    begun = time.monotonic()
    found, memory = read(as_pdf(pictures, dpi))
    seconds = time.monotonic() - begun
    errors = signs = length = 0
    for want, page in zip(wanted, found, strict=True):
        got = _squeezed("".join(line.text for line in _in_order(page)))
        errors += _distance(want, got)
        signs += _distance(UNPRINTED.sub("", want), UNPRINTED.sub("", got))
        length += len(want)
    return {
        "dpi": dpi, "degrees": angle, "seal": "yes" if seal else "no",
        "characters wrong": round(errors / length, 4),
        "without emoji and asterisks": round(signs / length, 4),
        "seconds a page": round(seconds / len(found), 1), "peak MB": round(memory / 2**20),
    }  # fmt: skip


def _in_order(page: RecognisedPage) -> list[Any]:
    return sorted(page.lines, key=lambda line: (round(line.box[1] * 60), line.box[0]))


def _distance(want: str, got: str) -> int:
    """Characters put in, left out or taken for others (Levenshtein)."""
    row = list(range(len(got) + 1))
    for n, char in enumerate(want, 1):
        before, row[0] = row[0], n
        for m, other in enumerate(got, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (char != other))
    return row[-1]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read(data: bytes) -> tuple[list[RecognisedPage], int]:
    """The pages of a scan as the child reads them, and the most memory it had, bytes."""
    pages = ",".join(str(n) for n in range(1, len(pypdfium2.PdfDocument(data)) + 1))
    command = [sys.executable, "-X", "utf8", "-m", "index.parse.scans.worker", "scan.pdf", pages]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out:
        given.write(data)
        given.seek(0)
        child = subprocess.Popen(command, cwd=ROOT, stdin=given, stdout=out)
        _, _, used = os.wait4(child.pid, 0)
        child.returncode = 0  # it was waited for
        out.seek(0)
        said = [json.loads(line) for line in out.read().splitlines()]
    return [RecognisedPage.of(each) for each in said if "number" in each], used.ru_maxrss * 1024


def printed(text: str, folder: Path) -> bytes:
    """A text as a .pdf, by Chromium."""
    from playwright.sync_api import sync_playwright

    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(f"<meta charset=utf-8><style>{STYLE}</style>{paragraphs}")
        made = page.pdf(path=str(folder / "printed.pdf"), prefer_css_page_size=True)
        browser.close()
    return made


def scanned(
    pdf: bytes, page: int, dpi: int, angle: float, *, seal: bool = False, seed: int = 0
) -> Image.Image:
    """A page as a scanner gives it; with ``seal`` an office's round red one over the text."""
    drawn = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("RGB")
    pixels = np.array(drawn)
    height, width = pixels.shape[:2]
    if seal:
        over = np.full_like(pixels, 255)
        cv2.circle(over, (int(width * 0.62), int(height * 0.3)), int(width * 0.1), RED, max(2, width // 200))
        cv2.circle(over, (int(width * 0.62), int(height * 0.3)), int(width * 0.025), RED, -1)
        pixels = np.minimum(pixels, over)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250, 249, 245)
    )
    grey = cv2.GaussianBlur(turned, (0, 0), dpi / 350).astype(np.float32) * 0.93 + 10
    grey += np.random.default_rng(seed).normal(0, 7, grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def as_pdf(pictures: Sequence[Image.Image], dpi: int) -> bytes:
    """Pictures as the pages of a .pdf, compressed as scanners do."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=list(pictures[1:]), resolution=dpi, quality=75)
    return out.getvalue()


def _asked(hand: Path, folder: Path) -> Iterator[report.Row]:
    """What of the first questions' evidence is cited: on the documents as text, and as scans of it."""
    questions = _questions(hand)
    for kind in ("text", "scans"):
        files = [_written(path, folder / kind, kind, folder) for path in sorted((hand / "docs").iterdir())]
        store = folder / f"store-{kind}"
        settings = IndexRoot().index
        embedder = Embedder(settings)
        with open_store(
            store, stamp=stamp_for(embedder, settings), writable=True, settings=settings
        ) as opened:
            sources = read_files(files, scans=Scans(None))
            Ingestion(opened, embedder, settings, lambda done, total: None).run(sources)
        cited = sum(_is_cited(question, store, folder) for question in questions)
        yield {"documents as": kind, "questions": len(questions), "evidence cited": cited / len(questions)}


def _questions(hand: Path) -> list[dict[str, Any]]:
    lines = (hand / "labels.jsonl").read_text("utf-8").splitlines()
    first = [json.loads(line)["turns"][0] for line in lines]
    return [turn for turn in first if turn["answerable"] and turn["evidence"]]


def _written(path: Path, out: Path, kind: str, folder: Path) -> Path:
    """A document as text alone, or as a scan of it printed."""
    out.mkdir(exist_ok=True)
    text = parse_file(path).document.text
    if kind == "text":
        made = out / f"{path.stem}.txt"
        made.write_text(text, "utf-8")
        return made
    pdf = printed(text, folder)
    pages = [scanned(pdf, n, 200, 1.0, seed=n) for n in range(len(pypdfium2.PdfDocument(pdf)))]
    made = out / f"{path.stem}.pdf"
    made.write_bytes(as_pdf(pages, 200))
    return made


def _is_cited(question: dict[str, Any], store: Path, folder: Path) -> bool:
    """Whether what the answer cites holds a piece of the evidence, signs and blanks aside."""
    command = [sys.executable, "-m", "rag", "ask", question["question"], "--json", "--store", str(store)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    cited = "".join(c["quote"] for c in json.loads(done.stdout or "{}").get("citations", ()))
    return any(_bare(piece) in _bare(cited) for piece in question["evidence"])


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


if __name__ == "__main__":
    main()
