"""A small backend: it listens on the resolved port, and lets the frontend's page call it."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ports_config import BACKEND_PORT, FRONTEND_PORT  # noqa: E402

HOST = "127.0.0.1"
PAGES = {f"http://{host}:{FRONTEND_PORT}" for host in ("localhost", HOST)}


class Backend(BaseHTTPRequestHandler):
    """Answers GET /health."""

    def do_GET(self) -> None:
        if self.path == "/health":
            self.answer(200, {"service": "backend", "port": BACKEND_PORT})
        else:
            self.answer(404, {"error": "not found"})

    def answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Vary", "Origin")
        page = self.headers.get("Origin")
        if page in PAGES:
            self.send_header("Access-Control-Allow-Origin", page)
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    with ThreadingHTTPServer((HOST, BACKEND_PORT), Backend) as server:
        print(f"listening on http://{HOST}:{BACKEND_PORT}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
