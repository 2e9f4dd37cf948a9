"""How the server runs; what it listens on comes from the portal's own settings."""

import os
import socket

from config import Config, ConfigError

_settings = Config.from_env(os.environ)

_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host

bind = f"{_host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.workers
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True

loglevel = _settings.log_level.lower()
accesslog = "-"
# The path without its query: a search may hold a citizen's telephone number.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'


def on_starting(server):
    """Refuses a port that is taken, in one line, where gunicorn would try five times."""
    if server.master_pid or "LISTEN_FDS" in os.environ:
        return
    family = socket.AF_INET6 if ":" in _settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_settings.host, _settings.port))
        except OSError as error:
            raise ConfigError("PORTAL_PORT", f"无法监听 {bind}：{error.strerror}") from None


def when_ready(server):
    """Tells where to look."""
    print(f"门户已启动：http://{bind}  （Ctrl+C 停止）", flush=True)
