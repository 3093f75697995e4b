"""The page: its regions, and which event goes to which handler."""

from typing import Literal, TypedDict

import gradio as gr
from gradio.events import Dependency

from index.records import EVERYTHING
from rag.checking import FORMATS, MAX_FILE
from ui.chat import EXTRACTIVE, MODEL, Chat
from ui.checking import Checks, upload_html
from ui.desk import Desk
from ui.files import offered
from ui.library import Shelf, Shelves, discard
from ui.scope import Scope
from ui.scripts import afterwards, on_load
from ui.serving import Transfers
from ui.templating import render
from ui.training import Training


class Quiet(TypedDict):
    """How every event goes: no bar of Gradio's over the region, and not by name."""

    show_progress: Literal["hidden"]
    api_visibility: Literal["private"]


TITLE = "新活实问答"
CITES = "source.citations(element, trigger, 'open_source')"
SAVES = "files.save(element, watch)"
ACTS = "desk.acts(element, trigger, 'act')"
QUIET: Quiet = {"show_progress": "hidden", "api_visibility": "private"}
ANSWERING = 8  # clicks in work at once
AT_THE_DOOR = 160  # more than the lines of rag.lines take: who waits shall wait where places are told
THREADS = AT_THE_DOOR + 40  # whoever waits keeps one


def build_page(
    chat: Chat, checks: Checks, training: Training, shelves: Shelves, files: Transfers
) -> gr.Blocks:
    """The whole page; every handler takes what belongs to its user as arguments."""
    scopes = [Scope(chat.chatbot.store, place) for place in ("ask", "check")]
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        # The key only veils the id in localStorage; it must outlive a restart, so it is not random.
        browser = gr.BrowserState("", storage_key="xinhuoshi-browser", secret="xinhuoshi")
        conversation = gr.State(None)
        gr.HTML(
            render("masthead.html", title=TITLE), elem_id="masthead", js_on_load=None, apply_default_css=False
        )
        with gr.Row(elem_id="page"):
            with gr.Column(elem_id="side"):
                side = _region("history", "history.conversations(element, trigger, 'choose')")
            with gr.Column(elem_id="middle"):
                with gr.Column(elem_id="thread"):
                    transcript = _region("transcript", CITES, "chat.thread(element)")
                    examples = _region("examples")
                    live = _region(
                        "live", CITES, "chat.thread(element)", "chat.stops(element, trigger, 'stop')"
                    )
                note = _region("note")
                narrowed = _scope(page, scopes[0], "ask-scope")
                way = _way(chat)
                with gr.Row(elem_id="composer"):
                    box = _question_box()
                    # Waits: before the page is known, an answer could not be kept.
                    send = gr.Button("发送", variant="primary", elem_id="send", scale=0, interactive=False)
            beside = _check_tab(page, checks, scopes[1], files)
            desk = _train_tab(page, training, files)
            _library_tab(page, shelves, files)
            with gr.Column(elem_id="aside"):
                panel = _region("panel")
        shown = [conversation, transcript, live, side]
        page.load(chat.start, browser, [browser, *shown, send], **QUIET)
        page.load(chat.offer, None, examples, **QUIET)
        asking = gr.on(
            [box.submit, send.click],
            chat.ask,
            [box, browser, conversation, way, narrowed],
            [note, box, *shown],
            trigger_mode="once",
            concurrency_limit=AT_THE_DOOR,
            **QUIET,
        )
        asking.then(None, js=afterwards("chat.answered()"), **QUIET)
        side.choose(chat.choose, [browser, conversation], [note, *shown], **QUIET)
        for region in (transcript, live, beside, desk):
            opening = region.open_source(chat.open_source, None, panel, queue=False, **QUIET)
            opening.success(None, js=afterwards("source.shown()"), **QUIET)
        live.stop(chat.stop, None, None, queue=False, **QUIET)
        page.unload(checks.stop)
        page.unload(chat.stop)
    page.max_threads = THREADS
    page.queue()
    return page


def _check_tab(page: gr.Blocks, checks: Checks, scope: Scope, files: Transfers) -> gr.HTML:
    """The 核查 tab; returns the region whose buttons open sources."""
    check = gr.State(None)
    with gr.Column(elem_id="check"):
        with gr.Column(elem_id="draft-editor"):
            narrowed = _scope(page, scope, "check-scope")
            box = _draft_box()
            with gr.Row(elem_id="draft-tools"):
                file = _region(
                    "draft-file",
                    "check.upload(element, trigger, 'read_file')",
                    value=upload_html(FORMATS, MAX_FILE),
                )
                go = gr.Button("核查", variant="primary", elem_id="draft-go", scale=0)
        note = _region("draft-note")
        live = _region("draft-live", "check.cancel(element, trigger, 'cancel')")
        result = _region("draft-result", "check.result(element, trigger, watch, 'detail', 'export')")
        saved = _region("draft-saved", SAVES)
    with gr.Column(elem_id="beside"):
        beside = _region("draft-detail", CITES)
    go.click(
        checks.run,
        [box, narrowed],
        [note, live, result, beside, check],
        trigger_mode="once",
        concurrency_limit=AT_THE_DOOR,
        **QUIET,
    )
    file.read_file(checks.read_file, None, [note, box], **QUIET)
    live.cancel(checks.stop, None, None, queue=False, **QUIET)
    choosing = result.detail(checks.detail, check, beside, queue=False, **QUIET)
    choosing.success(None, js=afterwards("check.shown()"), **QUIET)
    result.export(offered(files, checks.export), check, saved, **QUIET)
    return beside


def _train_tab(page: gr.Blocks, training: Training, files: Transfers) -> gr.HTML:
    """The 培训 tab; returns the region whose buttons open sources."""
    state = gr.State(Desk())
    with gr.Column(elem_id="train"):
        note = _region("train-note")
        desk = _region("train-desk", CITES, "train.learning(element, trigger, watch, 'act', 'keep')")
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
        saved = _region("train-saved", SAVES)
    shown = [desk, note, state, saved, chart]
    page.load(training.start, None, desk, **QUIET)
    acting = desk.act(offered(files, training.act), state, shown, concurrency_limit=ANSWERING, **QUIET)
    _then(acting, "train.done()")
    keeping = desk.keep(training.keep, state, shown, concurrency_limit=ANSWERING, **QUIET)
    _then(keeping, "train.kept()")
    return desk


def _library_tab(page: gr.Blocks, shelves: Shelves, files: Transfers) -> None:
    """The 文库 tab; files looked at and never stored are deleted after an hour or with the page."""
    state = gr.State(Shelf(), time_to_live=3600, delete_callback=discard)
    with gr.Column(elem_id="library"):
        note = _region("library-note")
        desk = _region("library-desk", "library.shelves(element, trigger, watch, 'act', 'upload')")
        saved = _region("library-saved", SAVES)
    shown = [desk, note, state, saved]
    page.load(shelves.start, None, desk, **QUIET)
    acting = desk.act(offered(files, shelves.act), state, shown, concurrency_limit=ANSWERING, **QUIET)
    _then(acting, "library.done()")
    reading = desk.upload(shelves.upload, state, shown, concurrency_limit=ANSWERING, **QUIET)
    _then(reading, "library.done()")


def _scope(page: gr.Blocks, scope: Scope, elem_id: str) -> gr.State:
    """The form that narrows what is looked at; returns the filter."""
    where = gr.State(EVERYTHING)
    region = _region(elem_id, ACTS)
    page.load(scope.start, None, region, **QUIET)
    _then(region.act(scope.act, where, [region, where], **QUIET), f"desk.done('{elem_id}')")
    return where


def _way(chat: Chat) -> gr.Radio:
    """How to answer; hidden where no model is configured."""
    return gr.Radio(
        [
            (EXTRACTIVE, EXTRACTIVE),
            (f"由模型 {chat.engine.name} 写（每句核对）" if chat.engine else MODEL, MODEL),
        ],
        value=MODEL if chat.engine else EXTRACTIVE,
        label="回答方式",
        show_label=False,
        container=False,
        visible=chat.engine is not None,
        elem_id="way",
    )


def _region(elem_id: str, *calls: str, value: str = "") -> gr.HTML:
    # Without a script of its own Gradio would send every click to the server.
    return gr.HTML(value, elem_id=elem_id, js_on_load=on_load(*calls) or None, apply_default_css=False)


def _then(event: Dependency, call: str) -> None:
    """What the page does after an event, also when nothing changed or the program failed."""
    event.then(None, js=afterwards(call), **QUIET)


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label="问题",
        placeholder="请输入问题，按回车键发送",
        show_label=False,
        container=False,
        lines=1,
        max_lines=6,
        elem_id="question",
        scale=1,
        html_attributes=gr.InputHTMLAttributes(lang="zh-CN", autocomplete="off", enterkeyhint="send"),
    )


def _draft_box() -> gr.Textbox:
    return gr.Textbox(
        label="稿件",
        placeholder="把稿件粘贴到这里，或者上传文件（.txt、.md、.docx）",
        lines=14,
        max_lines=14,
        elem_id="draft",
        container=False,
        html_attributes=gr.InputHTMLAttributes(lang="zh-CN", autocomplete="off", spellcheck=False),
    )
