"""The tabs beside 问答: 核查, 培训, 文库; each builds its regions and says which event goes where."""

from collections.abc import Callable, Sequence

import gradio as gr

from people.accounts import Role
from rag.checking import FORMATS, MAX_FILE
from ui.access import Auditor, Declared, Needs
from ui.checking import Checks, upload_html
from ui.desk import Desk
from ui.feedback import Draft, Librarian, closed_html
from ui.files import offered, received
from ui.library import Shelf, Shelves, left
from ui.regions import ANSWERING, ANYBODY, AT_THE_DOOR, QUIET, narrowing, region, then
from ui.scope import Scope
from ui.scripts import afterwards
from ui.serving import Transfers
from ui.training import Training

CITES = "source.citations(element, trigger, 'open_source')"
SAVES = "files.save(element, watch)"
JUDGES = "feedback.judges(element, trigger, 'judge')"


def check_tab(
    page: gr.Blocks,
    declared: Declared,
    checks: Checks,
    scope: Scope,
    files: Transfers,
    browser: gr.BrowserState,
    auditor: Auditor | None,
) -> tuple[gr.HTML, gr.State, gr.HTML]:
    """The 核查 tab: the region whose buttons open sources and judge, what was checked, where it begins."""
    check = gr.State(None)
    with gr.Column(elem_id="check"):
        with gr.Column(elem_id="draft-editor"):
            start = region("check-start")
            narrowed = narrowing(page, declared, scope, "check-scope")
            box = draft_box()
            with gr.Row(elem_id="draft-tools"):
                file = region(
                    "draft-file",
                    "check.upload(element, trigger, 'read_file')",
                    value=upload_html(FORMATS, MAX_FILE),
                )
                go = gr.Button("核查", variant="primary", elem_id="draft-go", scale=0)
        note = region("draft-note")
        live = region("draft-live", "check.cancel(element, trigger, 'cancel')")
        result = region("draft-result", "check.result(element, trigger, watch, 'detail', 'export')")
        saved = region("draft-saved", SAVES)
    with gr.Column(elem_id="beside"):
        beside = region("draft-detail", CITES, JUDGES)
    shown = [note, live, result, beside, check]
    running = go.click(
        checks.run, [box, narrowed], shown, trigger_mode="once", concurrency_limit=AT_THE_DOOR, **QUIET
    )
    choosing = result.detail(checks.detail, [check, browser], beside, queue=False, **QUIET)
    choosing.success(None, js=afterwards("check.shown()"), **QUIET)
    reading = file.read_file(checks.read_file, None, [note, box], **QUIET)
    reading.success(None, js=afterwards("check.read()"), **QUIET)
    for event in (
        running,
        choosing,
        reading,
        page.load(checks.start, None, [result, beside, check], **QUIET),
        live.cancel(checks.stop, None, None, queue=False, **QUIET),
    ):
        declared(event, ANYBODY)
    exporting = result.export(offered(files, checks.export, auditor), check, saved, **QUIET)
    declared(exporting, ANYBODY)
    return beside, check, start


def train_tab(
    page: gr.Blocks, declared: Declared, training: Training, files: Transfers, auditor: Auditor | None
) -> gr.HTML:
    """The 培训 tab; returns the region whose buttons open sources."""
    state = gr.State(Desk())
    with gr.Column(elem_id="train"):
        note = region("train-note")
        desk = region("train-desk", CITES, "train.learning(element, trigger, watch, 'act', 'bring')")
        chart = gr.BarPlot(
            x="案例",
            y="掌握率",
            color="学员",
            y_title="掌握率（%）",
            y_lim=[0, 100],
            x_label_angle=-30,
            visible=False,
            elem_id="train-chart",
        )
        saved = region("train-saved", SAVES)
    shown = [desk, note, state, saved, chart]
    declared(page.load(training.start, None, [desk, state], **QUIET), ANYBODY)
    acting = desk.act(
        offered(files, training.act, auditor), state, shown, concurrency_limit=ANSWERING, **QUIET
    )
    declared(acting, Needs(told_by="do", actions=training.actions))
    then(acting, "train.done()")
    bringing = desk.bring(received(files, training.bring), state, shown, concurrency_limit=ANSWERING, **QUIET)
    then(declared(bringing, Needs(Role.TRAINER)), "train.done()")
    return desk


def library_tab(
    page: gr.Blocks,
    declared: Declared,
    shelves: Shelves,
    files: Transfers,
    librarian: Librarian,
    auditor: Auditor | None,
) -> gr.HTML:
    """The 文库 tab; files looked at and never stored are deleted after an hour or with the page.

    Returns the region of the feedback, whose buttons open sources.
    """
    state = gr.State(Shelf(), time_to_live=3600, delete_callback=left)
    with gr.Column(elem_id="library"):
        note = region("library-note")
        feedback = feedback_desk(declared, librarian)
        desk = region("library-desk", "library.shelves(element, trigger, watch, 'act', 'upload', 'stop')")
        saved = region("library-saved", SAVES)
    shown = [desk, note, state, saved]
    declared(page.load(shelves.start, None, desk, **QUIET), ANYBODY)
    acting = desk.act(
        offered(files, shelves.act, auditor), state, shown, concurrency_limit=ANSWERING, **QUIET
    )
    then(declared(acting, Needs(told_by="do", actions=shelves.actions)), "library.done()")
    reading = desk.upload(shelves.upload, state, shown, concurrency_limit=ANSWERING, **QUIET)
    then(declared(reading, Needs(Role.LIBRARIAN)), "library.done()")
    declared(desk.stop(shelves.stop, None, None, queue=False, **QUIET), Needs(Role.LIBRARIAN))
    page.unload(shelves.stop)
    return feedback


def feedback_desk(declared: Declared, librarian: Librarian) -> gr.HTML:
    """The view 反馈 of 文库, which is empty until a librarian opens it."""
    draft = gr.State(Draft(), time_to_live=3600)
    note = region("feedback-note")
    desk = region(
        "feedback-desk", CITES, "feedback.desk(element, trigger, watch, 'act')", value=closed_html()
    )
    acting = desk.act(librarian.act, draft, [desk, note, draft], concurrency_limit=ANSWERING, **QUIET)
    needs = Needs(told_by="do", actions=librarian.actions)
    then(declared(acting, needs), "feedback.done()")
    return desk


def judges(
    declared: Declared,
    given: gr.HTML,
    handler: Callable[..., str],
    holding: Sequence[gr.components.Component],
    judged: gr.HTML,
) -> None:
    """What 有用 and 有误 in a region do; ``judged`` holds what came of it for the page's script."""
    judging = given.judge(handler, list(holding), judged, **QUIET)
    then(declared(judging, ANYBODY), "feedback.told()")


def draft_box() -> gr.Textbox:
    """Where a draft is pasted."""
    return gr.Textbox(
        label="稿件",
        placeholder="把稿件粘贴到这里，或者上传文件（.txt、.md、.docx）",
        lines=14,
        max_lines=14,
        elem_id="draft",
        container=False,
        html_attributes=gr.InputHTMLAttributes(lang="zh-CN", autocomplete="off", spellcheck=False),
    )
