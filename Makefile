SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
PY     := $(VENV)/bin/python
FLASK  := $(PY) -m flask
export FLASK_APP := wsgi

# $(call step,what,command): says what is being done; a failure ends in one line that names it.
step = @echo "$(1)…"; $(2) || { echo "$(1)失败" >&2; exit 1; }

.PHONY: help setup run serve demo test lint fmt check docs bench screenshots migration lock

help: ## 列出全部命令
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(VENV)/dev.stamp ## 建立虚拟环境并安装全部依赖
	@echo "环境已就绪（$(VENV)）"

run: $(VENV)/base.stamp ## 启动门户：http://127.0.0.1:12345
	$(call step,升级数据库,$(FLASK) db upgrade)
	$(call step,载入基础资料,$(FLASK) seed reference)
	@[ "$${PORTAL_ENV:-development}" != development ] || $(MAKE) demo-accounts
	@exec $(PY) -m gunicorn -c gunicorn.conf.py wsgi:app

serve: export PORTAL_ENV := $(or $(PORTAL_ENV),production)
serve: $(VENV)/base.stamp ## 生产启动：核对数据库已升级，不载入任何资料
	@$(FLASK) db check >/dev/null
	@exec $(PY) -m gunicorn -c gunicorn.conf.py wsgi:app

.PHONY: demo-accounts
demo-accounts:
	$(call step,载入演示资料,$(FLASK) seed demo)

demo: $(VENV)/base.stamp ## 演示一件诉求的全过程；MESSAGES=文件 N=200 则批量演示来件
	@$(FLASK) demo $(if $(MESSAGES),messages "$(MESSAGES)" --count $(or $(N),200),story)

test: $(VENV)/dev.stamp ## 运行测试（SQLite 与 PostgreSQL）；T=路径 只跑一部分，ARGS=… 传给 pytest
	@$(PY) -m pytest -n logical --dist worksteal $(ARGS) $(T)

lint: $(VENV)/dev.stamp ## 检查代码风格
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

fmt: $(VENV)/dev.stamp ## 整理代码格式
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check: lint ## 检查风格、类型、依赖方向，以及迁移与模型是否一致
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	  export DATABASE_URL="sqlite:///$$folder/check.db"; \
	  $(FLASK) db upgrade; $(FLASK) db check

docs: $(VENV)/dev.stamp ## 重新生成图谱、条款落实、权限三份文档
	@$(FLASK) docs write

bench: $(VENV)/dev.stamp ## 测量性能，写入 benchmarks/RESULTS.md；ARGS="--messages 文件" 用真实来信
	@$(PY) -m benchmarks $(ARGS)

screenshots: $(VENV)/dev.stamp ## 为主要页面截图
	@$(PY) -m tests.screenshots $(ARGS)

migration: $(VENV)/dev.stamp ## 由模型生成迁移：make migration m="add x"
	@[ -n "$(m)" ] || { echo '请写明迁移的内容：make migration m="add x"' >&2; exit 1; }
	@$(FLASK) db revision -m "$(m)"

lock: $(VENV)/dev.stamp ## 由 requirements/*.in 重新锁定依赖版本；ARGS=--upgrade 则升级
	@$(PY) -m piptools compile $(ARGS) -o requirements/base.txt requirements/base.in
	@$(PY) -m piptools compile $(ARGS) -c requirements/base.txt \
	  -o requirements/dev.txt requirements/dev.in

$(PY):
	@[ -n "$(PYTHON)" ] && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更高版本：make PYTHON=解释器路径" >&2; exit 1; }
	$(call step,建立虚拟环境,"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); false; })

# --no-deps: the files name every package there is to install. Without it an older pip looks at
# releases made since, finds them without a hash and gives up.
$(VENV)/%.stamp: requirements/%.txt | $(PY)
	$(call step,安装依赖（$*）,$(PY) -m pip install --quiet --disable-pip-version-check \
	  --no-deps --require-hashes -r $< > $(VENV)/install.log 2>&1 || \
  { grep -m 1 ERROR $(VENV)/install.log >&2; false; })
	@touch $@
