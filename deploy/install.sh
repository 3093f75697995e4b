#!/bin/sh
# 在不能上网的机器上安装新活实问答：sh install.sh [安装到的文件夹，默认 /opt/xinhuoshi]
# 只需要 Python 3.11（python3.11 或 python3，或用 PYTHON=… 指定），不需要 git、npm 和编译器，不联网。
# 文件夹要不存在或是空的；升级请装到新的文件夹，再用 python -m people backup、restore 把内容搬过来。
set -eu
LC_ALL=C.UTF-8
export LC_ALL
umask 022

stop() {
    echo "$1" >&2
    exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/xinhuoshi}
. "$here/BUNDLE" # VERSION, COMMIT, SYSTEM, MACHINE, GLIBC, PYTHON_VERSION

[ "$(uname -s)" = "$SYSTEM" ] || stop "这个安装包给 $SYSTEM 系统用，这台机器是 $(uname -s)。请换一个安装包。"
[ "$(uname -m)" = "$MACHINE" ] || stop "这个安装包给 $MACHINE 的处理器用，这台机器是 $(uname -m)。请换一个安装包。"

python=
for candidate in ${PYTHON:-"python$PYTHON_VERSION" python3}; do
    if found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null); then
        seen="${seen:+$seen；}$candidate 是 $found"
        if [ "$found" = "$PYTHON_VERSION" ]; then
            python=$candidate
            break
        fi
    fi
done
[ -n "$python" ] || stop "需要 Python $PYTHON_VERSION（${seen:-没有找到 Python}）。请让系统管理员安装，或用 PYTHON=/路径/python$PYTHON_VERSION sh install.sh 指定。"
"$python" -c 'import platform, sys
name, have = platform.libc_ver()
need = sys.argv[1]
number = lambda version: [int(part) for part in version.split(".")]
sys.exit(name == "glibc" and number(have) < number(need) or name != "glibc")' "$GLIBC" ||
    stop "系统的 C 库太旧或不是 glibc，需要 glibc $GLIBC 或更新的（Debian 12、统信 UOS 等较新的系统都有）。"
"$python" -c 'import venv, ssl, sqlite3' 2>/dev/null ||
    stop "这个 Python 不完整（缺少 venv、ssl 或 sqlite3）。请安装发行版的完整 Python $PYTHON_VERSION。"

if [ -e "$target" ] && [ -n "$(ls -A "$target" 2>/dev/null)" ]; then
    stop "$target 里已经有内容，没有安装。请换一个新文件夹；升级的办法见 README。"
fi

echo '正在核对安装包……'
(cd "$here" && "$python" -I - <<'CHECK') || stop '安装包不完整，或者被改动过。没有安装；请重新复制一份。'
import hashlib, pathlib, sys
wrong = []
for line in pathlib.Path("SHA256SUMS").read_text(encoding="utf8").splitlines():
    digest, name = line.split("  ", 1)
    try:
        with open(name, "rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
                wrong.append(name)
    except OSError:
        wrong.append(name)
if wrong:
    print("对不上的文件：" + "、".join(wrong[:5]), file=sys.stderr)
sys.exit(bool(wrong))
CHECK

mkdir -p "$target" || stop "建不了文件夹 $target。请换一个文件夹，或用 root 安装。"
target=$(cd "$target" && pwd)
undo() {
    echo "安装没有完成，已删除 $target 里装了一半的内容。" >&2
    rm -rf "$target"
}
trap undo EXIT
trap 'exit 130' INT TERM

echo "正在安装到 $target ……"
tar -xf "$here/project.tar" -C "$target"
"$python" -m venv --without-pip "$target/.venv"
# pip 也用安装包里的，所以不需要 ensurepip；--isolated：这台机器上 pip 的设置不起作用。
pip=$(ls "$here"/wheels/pip-*.whl)
for lock in "$TORCH_LOCK" requirements.lock $EXTRA_LOCKS; do
    PYTHONPATH=$pip "$target/.venv/bin/python" -m pip --isolated --quiet --disable-pip-version-check --no-input \
        install --no-index --find-links "$here/wheels" --no-deps --require-hashes -r "$target/$lock"
done
touch "$target/.venv/.made" "$target/.venv/.run" # make run 不再下载

echo '正在建立索引……'
cd "$target"
HF_HUB_OFFLINE=1 .venv/bin/python -m index build || { code=$?; [ $code -eq 2 ] || exit $code; }
question='军门社区党建工作法是什么'
echo "试问：$question"
HF_HUB_OFFLINE=1 .venv/bin/python -m rag ask "$question"
trap - EXIT
echo
echo "已装好新活实问答 $VERSION：$target"
echo "打开网页：cd $target && .venv/bin/python app.py"
echo "作为服务常驻：见 $target/deploy/xinhuoshi.service 开头。"
