"""Pages compressed lightly: level 6 of a large page costs as much as making it, level 1 a third."""

import secrets
from gzip import GzipFile
from io import BytesIO

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL = 1
SHORTEST = 200  # bytes worth compressing


class QuickGZipMiddleware(GZipMiddleware):
    """Django's own for files that are streamed; a page in hand is compressed here."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, smaller where the browser takes it so."""
        if response.streaming or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        if len(response.content) < SHORTEST:  # type: ignore[attr-defined]
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if not re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return response
        small = self._compressed(response.content)  # type: ignore[attr-defined]
        if len(small) < len(response.content):  # type: ignore[attr-defined]
            response.content = small  # type: ignore[attr-defined]
            response.headers["Content-Length"] = str(len(small))
            response.headers["Content-Encoding"] = "gzip"
            tag = response.headers.get("ETag", "")
            if tag.startswith('"'):  # the same page in other bytes: only weakly the same
                response.headers["ETag"] = f"W/{tag}"
        return response

    def _compressed(self, content: bytes) -> bytes:
        """Named at random length, as Django does, so that its size tells nothing of what is in it (BREACH)."""
        name = "a" * (1 + secrets.randbelow(self.max_random_bytes))
        buffer = BytesIO()
        with GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=buffer, mtime=0) as file:
            file.write(content)
        return buffer.getvalue()
