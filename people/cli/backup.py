"""``python -m people backup`` and ``restore``: everything into one file and back."""

import argparse
from pathlib import Path
from typing import Any

from index.cli import DONE, UNPROCESSED, say
from index.settings import STORE, location
from people.audit import Action, Event, Trail
from people.cli.operator import add_database, operator
from people.database import DatabaseUnusable, open_database
from people.operations import DamagedBackup, Manifest, backup, opened, places_of, restore
from people.settings import PeopleRoot

FAILED = UNPROCESSED


def register(commands: Any) -> None:
    """Add both commands."""
    made = commands.add_parser(
        "backup",
        help="把索引、原文件、数据库和设置备份成一个文件",
        description="程序运行时也可以备份。备份里有全部资料和个人记录，请像保管原件一样保管。"
        "网页证书、环境变量里的密钥不在备份里。",
    )
    made.add_argument("file", type=Path, metavar="FILE", help="备份写到哪个文件（不能是已有的文件）")
    made.add_argument("--verify", action="store_true", help="不备份，只检查 FILE 是不是一份完好的备份")
    put = commands.add_parser(
        "restore",
        help="从备份恢复",
        description="先停下程序。校验全部通过才会动手；中途断电，再运行一次同样的命令就会做完。",
    )
    put.add_argument("file", type=Path, metavar="FILE", help="backup 写出的文件")
    put.add_argument("--force", action="store_true", help="已有的内容改名留在原处，用备份代替")
    for added in (made, put):
        add_database(added)
        added.add_argument("--store", type=location, metavar="DIR", help=STORE)
    made.set_defaults(run=_verify_or_backup, opens_database=False)
    put.set_defaults(run=_restore, opens_database=False)


def _verify_or_backup(chosen: argparse.Namespace) -> int:
    if not chosen.verify:
        places = places_of(chosen.store, chosen.database)
        manifest = backup(places, chosen.file)
        _record(chosen.database, Action.BACKUP, chosen.file.name)
        _tell(chosen.file, manifest, "已备份到")
        return DONE
    try:
        with opened(chosen.file) as reader:
            _tell(chosen.file, reader.manifest, "备份完好：")
    except DamagedBackup as error:
        say(str(error))
        return FAILED
    return DONE


def _restore(chosen: argparse.Namespace) -> int:
    done = restore(chosen.file, chosen.store, chosen.database, force=chosen.force)
    _record(chosen.database, Action.RESTORE, f"{chosen.file.name}（{done.made}）")
    if done.finished:
        say("上次没有做完的恢复，已经先做完了。")
    for place in done.places:
        print(f"已恢复 {place}")
    for aside in done.asides:
        say(f"原来的内容在 {aside}，确实不要了再自己删除。")
    for line in done.elsewhere:
        say(line)
    say(f"恢复的是 {done.made}（UTC）的备份。")
    return DONE


def _record(database: str | None, action: Action, on: str) -> None:
    """Write into the audit of the database that was read, or that is there now."""
    try:
        engine = open_database(database or PeopleRoot().database)
    except DatabaseUnusable as error:  # a server that is down: the rest was backed up, and that is told
        say(f"没有记入审计：{error}")
        return
    try:
        Trail(engine).record(Event.of(None, action, on, account=operator()))
    finally:
        engine.dispose()


def _tell(file: Path, manifest: Manifest, what: str) -> None:
    size = sum(member.size for member in manifest.members.values()) / (1 << 20)
    held = f"{len(manifest.members)} 个文件，{size:.1f} MB，{manifest.made}，程序 {manifest.program}"
    print(f"{what} {file}（{held}）")
    for line in manifest.elsewhere:
        say(line)
    if manifest.missing:
        say(
            f"有 {len(manifest.missing)} 个原文件在备份之前就不在了：{'、'.join(manifest.missing[:3])} 等。"
            "文字都在备份里，只是不能再下载原文件。"
        )
