"""``python -m people audit``: the audit at the command line."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from index.cli import DONE, UNPROCESSED, Parser, refuse, say
from index.permissions import owner_only
from people.audit import Action, AuditDamaged, Entry, Event, Outcome, Query, Trail, csv_lines, json_lines
from people.cli.operator import add_database, operator
from people.entries import NotAccepted

LISTED = 50  # rows of a list, unless it is told otherwise


def register(commands: Any) -> None:
    """Add the group's commands."""
    group = commands.add_parser("audit", help="审计记录", description="审计记录：验证、导出、清理、查看")
    named = group.add_subparsers(required=True, metavar="命令", parser_class=Parser)
    verify = _command(named, "verify", "逐条重算散列值，看有没有被改过、删过", _verify)
    verify.add_argument(
        "--expect", metavar="散列值", help="以前记下的散列值，应当还在链上（能发现末尾被截去）"
    )
    export = _command(named, "export", "导出全部审计记录（默认每行一个 JSON）", _export)
    export.add_argument("--csv", action="store_true", help="导出表格（CSV）")
    export.add_argument("--out", metavar="文件", type=Path, help="写到文件（默认写到标准输出）")
    expire = _command(named, "expire", "清理超过保留天数的记录", _expire)
    expire.add_argument("--days", metavar="天数", type=int, required=True, help="保留最近多少天，至少 180")
    listing = _command(named, "list", "列出最近的记录，新的在前", _list)
    listing.add_argument("--account", metavar="账号", default="", help="只看这个账号的")
    listing.add_argument("--action", metavar="行为", default="", help=f"只看这种行为：{'、'.join(Action)}")
    listing.add_argument(
        "--since", metavar="时间", default="", help="只看从这时起的，如 2026-11-24 或 2026-11-24T08:00"
    )
    listing.add_argument(
        "--limit", metavar="条数", type=int, default=LISTED, help=f"最多几条（默认 {LISTED}）"
    )
    listing.add_argument("--json", action="store_true", help="每行一个 JSON")


def _command(
    named: Any, name: str, meaning: str, run: Callable[[Trail, argparse.Namespace], int]
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = named.add_parser(name, help=meaning, description=meaning)
    add_database(added)
    added.set_defaults(run=lambda engine, chosen: run(Trail(engine), chosen))
    return added


def _verify(trail: Trail, chosen: argparse.Namespace) -> int:
    found = trail.verify(chosen.expect)
    if found.fault is not None:
        print(f"第 {found.fault.row} 条：{found.fault.reason}")
        say(f"审计记录不可信，在它之前的 {found.count} 条完好。请先备份数据库，再查是谁在什么时候改的。")
        return UNPROCESSED
    print(f"{found.count} {found.last.digest}")
    if found.count:
        say("审计记录完好（条数、最后一条的散列值）。请把散列值记在别处，下次用 --expect 核对。")
    else:
        say("还没有审计记录。如果以前有过，说明整个被删掉了。")
    return DONE


def _export(trail: Trail, chosen: argparse.Namespace) -> int:
    # Before anything leaves: a killed export is on record too.
    form = "CSV" if chosen.csv else "JSON"
    trail.record(_event(Action.EXPORT, "审计记录", Outcome.DONE, format=form))
    lines = (csv_lines if chosen.csv else json_lines)(trail.entries())
    if chosen.out is None:
        sys.stdout.writelines(lines)
        return DONE
    try:
        _write(chosen.out, lines)
    except OSError as error:
        trail.record(_event(Action.EXPORT, "审计记录", Outcome.FAILED, format=form))
        return refuse(f"写不了 {chosen.out}（{error.strerror}），没有导出；请换一个可以写入的位置。")
    say(f"已导出到 {chosen.out}。")
    return DONE


def _write(file: Path, lines: Iterable[str]) -> None:
    """Replace the file by these lines, all or nothing; only its owner may read it. Raises OSError."""
    unfinished = file.parent / f".{file.name}.{os.getpid()}"
    try:
        with open(unfinished, "w", encoding="utf-8", newline="", opener=owner_only) as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _expire(trail: Trail, chosen: argparse.Namespace) -> int:
    try:
        removed = trail.expire(chosen.days, account=operator())
    except AuditDamaged as error:
        say(str(error))
        return UNPROCESSED
    print(removed)
    if removed:
        say(f"清理了 {removed} 条。请再运行 python -m people audit verify，记下新的散列值；旧的可能已清理。")
    else:
        say(f"没有超过 {chosen.days} 天的记录，什么也没有清理。")
    return DONE


def _list(trail: Trail, chosen: argparse.Namespace) -> int:
    query = Query(since=_time(chosen.since), account=chosen.account, action=_action(chosen.action))
    for entry in _newest(trail, query, chosen.limit):
        print(json.dumps(asdict(entry), ensure_ascii=False) if chosen.json else _line(entry))
    return DONE


def _newest(trail: Trail, query: Query, most: int) -> Iterator[Entry]:
    before = None
    while most > 0 and (page := trail.search(query, before=before, limit=most)):
        yield from page
        before, most = page[-1].id, most - len(page)


def _line(entry: Entry) -> str:
    """A row for people, its time as of this machine's zone; nothing in it moves a terminal's cursor."""
    outcome = Outcome(entry.outcome).label if entry.outcome in set(Outcome) else entry.outcome
    cells = (
        entry.account or "（未登录）",
        entry.address or "-",
        entry.action,
        outcome,
        entry.object,
        entry.detail,
    )
    words = "  ".join(cells)
    shown = "".join(c if c.isprintable() else "\ufffd" for c in words)
    return f"{entry.id}  {_local(entry)}  {shown}"


def _local(entry: Entry) -> str:
    try:
        return f"{entry.when.astimezone():%Y-%m-%d %H:%M:%S}"
    except (ValueError, OverflowError):  # somebody changed it: the list is how one looks into that
        return ascii(entry.at)


def _event(action: Action, on: str, outcome: Outcome, **detail: str) -> Event:
    return Event.of(None, action, on, outcome, account=operator(), detail=detail)


def _action(word: str) -> Action | None:
    if not word:
        return None
    if word not in set(Action):
        raise NotAccepted(f"没有“{word[:20]}”这种行为；可用的有：{'、'.join(Action)}。")
    return Action(word)


def _time(words: str) -> datetime | None:
    """A day or time as it was typed; without a zone it is this machine's."""
    if not words:
        return None
    try:
        return datetime.fromisoformat(words).astimezone()
    except (ValueError, OverflowError) as error:
        raise NotAccepted(f"看不懂时间“{words[:30]}”；请写成 2026-11-24 或 2026-11-24T08:00。") from error
