"""A backend that says which checkout it runs in. It needs neither Node nor `config exec` to listen on its own port."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ports_config import BACKEND_PORT, STACK_SLOT

HOST = "127.0.0.1"
IDENTITY = {
    "checkout": str(Path(__file__).resolve().parent),
    "slot": STACK_SLOT,
    "port": BACKEND_PORT,
    "pid": os.getpid(),
}


class Backend(BaseHTTPRequestHandler):
    """Answers GET /identity."""

    def do_GET(self) -> None:
        is_known = self.path == "/identity"
        content = json.dumps(IDENTITY if is_known else {"error": "not found"}).encode()
        self.send_response(200 if is_known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    with ThreadingHTTPServer((HOST, BACKEND_PORT), Backend) as server:
        print(f"backend of slot {STACK_SLOT} on http://{HOST}:{BACKEND_PORT}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
