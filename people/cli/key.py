"""``python -m people key``: keys of programs at the command line."""

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from index.cli import DONE, Parser, say
from people.accounts import Accounts, Key, Keys, Passwords, Role, roles_in
from people.audit import Action, Event
from people.cli.operator import noted, operator

DAYS = 90


def register(commands: Any) -> None:
    """Add the group's commands."""
    group = commands.add_parser("key", help="接口密钥：增加、列出、吊销", description="接口密钥")
    actions = group.add_subparsers(required=True, metavar="操作", parser_class=Parser)
    added = actions.add_parser("add", help="增加密钥，只打印一次", description="增加密钥")
    added.add_argument("name", metavar="名称")
    added.add_argument("--user", required=True, metavar="账号名")
    added.add_argument("--roles", default=Role.USER.value, help=f"角色，用逗号隔开：{'、'.join(Role)}")
    added.add_argument("--days", type=int, default=DAYS, help=f"有效天数（默认 {DAYS}）")
    added.set_defaults(run=_add)
    revoked = actions.add_parser("revoke", help="吊销密钥", description="吊销密钥")
    revoked.add_argument("id", type=int, metavar="编号")
    revoked.set_defaults(run=_revoke)
    listed = actions.add_parser("list", help="列出密钥", description="列出密钥")
    listed.add_argument("--json", action="store_true", help="输出 JSON")
    listed.set_defaults(run=_list)


def _add(engine: Engine, chosen: argparse.Namespace) -> int:
    account = Accounts(engine, Passwords()).named(chosen.user)
    roles = roles_in(chosen.roles)
    detail = {"change": "add", "account": account.name, "roles": "、".join(sorted(roles))}
    event = Event.of(None, Action.KEY, chosen.name, account=operator(), detail=detail)
    secret = Keys(engine).add(chosen.name, account, roles, chosen.days, within=noted(engine, event))
    say(f"已增加密钥“{chosen.name}”，{chosen.days} 天内有效。密钥（只显示这一次）：")
    print(secret)
    return DONE


def _revoke(engine: Engine, chosen: argparse.Namespace) -> int:
    detail = {"change": "revoke"}
    event = Event.of(None, Action.KEY, str(chosen.id), account=operator(), detail=detail)
    Keys(engine).revoke(chosen.id, within=noted(engine, event))
    say(f"已吊销第 {chosen.id} 号密钥。")
    return DONE


def _list(engine: Engine, chosen: argparse.Namespace) -> int:
    keys, now = Keys(engine).list(), datetime.now(UTC)
    if chosen.json:
        print(json.dumps([_record(key, now) for key in keys], ensure_ascii=False, indent=2))
        return DONE
    for key in keys:
        until = "一直有效" if key.expires is None else f"到 {key.expires:%Y-%m-%d}"
        state = until if key.holds(now) else "已失效"
        print(f"{key.id}\t{key.name}\t{key.account}\t{'、'.join(sorted(key.roles))}\t{state}")
    return DONE


def _record(key: Key, now: datetime) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "account": key.account,
        "roles": sorted(key.roles),
        "created": key.created.isoformat(),
        "expires": key.expires and key.expires.isoformat(),
        "used": key.used and key.used.isoformat(),
        "holds": key.holds(now),
    }
