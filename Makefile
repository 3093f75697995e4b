# 常用命令：make run 打开网页，make test 跑测试；其余见 make help。
# 可改的变量：PYTHON=python3.12（用哪个 Python）、VENV=.venv（装在哪里）、ARGS="…"（传给命令的选项）。

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
NAME ?=

BIN := $(VENV)/bin
# 两个 --quiet：软件源的警告不显示，错误仍会显示。
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
# 只装 *.lock 里写明的版本，文件的校验和也要一致。
LOCKED := $(PIP) install --no-deps --require-hashes
DOWNLOAD := $(PIP) download --no-deps --require-hashes --dest wheels
NOT_ALL := echo '依赖没有装全。请检查网络或软件源（pip config list），然后重新运行同一命令。' >&2; exit 1;
# 先找 CPU 版的 PyTorch；软件源里没有，才用 PyPI 上的，它在 Linux 上还要 CUDA 的库。
NO_CPU_TORCH := echo '软件源里没有 CPU 版的 PyTorch，改用 PyPI 上的；在 Linux 上它有几 GB，也能用。' >&2
# 两个进程，各用一个核；一个文件的测试在同一个进程里（ARGS="-n 0 …" 只用一个进程）。
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --no-loadscope-reorder
# axe-core，检查网页是否人人可用；没有 npm 或装不上时跳过那些测试，设了 REQUIRE_NPM 就算失败。
WITH_AXE := { command -v npm >/dev/null && $(MAKE) --no-print-directory $(VENV)/.node; } || { [ -z "$$REQUIRE_NPM" ] || exit 1; \
	echo '没有 axe-core，跳过用它检查网页的测试，其余照常。' >&2; }
CACHES := node_modules .import_linter_cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

.DEFAULT_GOAL := help
.PHONY: help run index test test-all check format lock wheels bundle bench clean

help:
	@echo 'make run     安装依赖、建立索引、打开网页（ARGS="--port 8000 --no-browser" 可改）'
	@echo 'make test    跑日常的测试（ARGS="tests/index/store/test_store.py -k 关键词" 只跑一部分）'
	@echo 'make test-all  跑全部测试，包括很慢的'
	@echo 'make check   检查写法、类型和引用方向：ruff、mypy、import-linter、eslint'
	@echo 'make format  按统一格式整理代码'
	@echo 'make bench   列出性能与质量测试；make bench NAME=名称 ARGS="…" 运行其中一个'
	@echo 'make lock    按 requirements*.txt 重写锁定的版本 requirements*.lock（ARGS=--upgrade 取最新）'
	@echo 'make wheels  把运行用的依赖下载到 wheels/，拷给不能上网的机器'
	@echo 'make bundle  做成一个安装包（dist/），不能上网的机器解开就能装；试装：.ci/bundle_test 安装包'
	@echo 'make clean   删除 $(VENV) 和各种缓存；var/ 里的索引和对话记录不动'

run: index
	@$(BIN)/python app.py $(ARGS)

# 退出码 2：有的文件不能用，原因已经显示；其余资料照常可问。
index: $(VENV)/.run
	@$(BIN)/python -m index build || { code=$$?; [ $$code -eq 2 ] || exit $$code; \
		echo '建立索引时有上面的问题，先用已有的索引打开。' >&2; }

test: $(VENV)/.dev
	@.ci/chromium $(BIN)
	@$(WITH_AXE)
	@$(PYTEST) -m 'not slow' --hypothesis-profile fast $(ARGS)

test-all: $(VENV)/.dev
	@.ci/chromium $(BIN)
	@$(WITH_AXE)
	@$(PYTEST) $(ARGS)

check: $(VENV)/.dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(VENV)/.node && npm run --silent lint; \
	elif [ -n "$$REQUIRE_NPM" ]; then echo '没有 npm，不能检查网页脚本；这里设了 REQUIRE_NPM，不可以跳过。' >&2; exit 1; \
	else echo '没有 npm，网页脚本（ui/static/*.js）的写法没有检查。' >&2; fi

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@! command -v npm >/dev/null || { $(MAKE) --no-print-directory $(VENV)/.node && npm run --silent fix; }

# 按 requirements*.txt 重写 requirements*.lock；ARGS=--upgrade 取最新的版本。
lock: $(VENV)/.dev
	@$(BIN)/python .ci/lock.py $(ARGS)

# 这台机器的系统和 Python 要与不能上网的那台相同。
wheels: $(VENV)/.made
	@echo '正在把运行用的依赖下载到 wheels/，请稍候……'
	@$(DOWNLOAD) -r requirements-torch-cpu.lock 2>/dev/null || { $(NO_CPU_TORCH); \
		$(DOWNLOAD) -r requirements-torch.lock; } || { $(NOT_ALL) }
	@$(DOWNLOAD) -r requirements.lock || { $(NOT_ALL) }
	@$(DOWNLOAD) -r requirements-fast.lock || \
		echo '加速用的 OpenVINO 没有下载到，不影响使用，只是慢一些。' >&2
	@$(DOWNLOAD) -r requirements-ocr.lock || \
		echo '文字识别没有下载到：扫描件和图片读不了，其余不受影响。' >&2

# 依赖、项目（最后一次提交）、模型和 install.sh 合成一个文件。
bundle: wheels
	@.ci/bundle $(BIN)/python wheels dist

bench: $(VENV)/.dev
ifdef NAME
	@$(BIN)/python -m bench.$(NAME) $(ARGS)
else
	@echo '运行其中一个：make bench NAME=名称 ARGS="…"；选项见 ARGS=--help。'
	@echo '其中比较运行库的另需：$(BIN)/python -m pip install -r bench/requirements.txt'
	@for file in $$(grep -l '__main__' bench/*.py); do \
		printf '  %-18s %s\n' "$$(basename $$file .py)" "$$(sed -n '1s/^"""//;1s/"""$$//;1p' $$file)"; done
endif

clean:
	@rm -rf $(VENV) $(CACHES)
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo '已删除 $(VENV) 和缓存。索引和对话记录还在 var/，确实不要了再自己删除。'

# 四个记号文件：虚拟环境建好了；运行用的依赖装好了；开发用的依赖装好了；检查网页用的也装好了。
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '需要 Python 3.11 或更新的版本；可以用 make PYTHON=python3.11 run 指定。' >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo '建立虚拟环境失败。Debian 上请先安装：apt-get install -y python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/.run: requirements.lock requirements-torch.lock requirements-torch-cpu.lock requirements-fast.lock \
		requirements-ocr.lock | $(VENV)/.made
	@echo '正在安装依赖，首次要下载几百兆，请稍候……'
	@$(LOCKED) -r requirements-torch-cpu.lock 2>/dev/null || { $(NO_CPU_TORCH); \
		$(LOCKED) -r requirements-torch.lock; } || { $(NOT_ALL) }
	@$(LOCKED) -r requirements.lock || { $(NOT_ALL) }
	@$(LOCKED) -r requirements-fast.lock || \
		echo '加速用的 OpenVINO 没有装上，不影响使用，只是慢一些。' >&2
	@$(LOCKED) -r requirements-ocr.lock || \
		echo '文字识别没有装上：扫描件和图片读不了，其余不受影响。' >&2
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements-cluster.lock $(VENV)/.run
	@echo '正在安装开发和测试用的依赖……'
	@$(LOCKED) -r requirements-dev.lock || { $(NOT_ALL) }
	@touch $@

$(VENV)/.node: package-lock.json | $(VENV)/.made
	@npm ci --silent --ignore-scripts || { \
		echo '检查网页用的 ESLint 和 axe-core 没有装上。请检查网络或软件源（npm config list），然后重新运行同一命令。' >&2; exit 1; }
	@touch $@
