"""Files: sent up in a multipart form, brought down from the CDN."""

from __future__ import annotations

import json
import mimetypes
from typing import Any

from aiohttp import BodyPartReader, web

from double.posts import File
from double.state import State


async def read_body(request: web.Request) -> tuple[Any, list[File]]:
    """A request's JSON, and the files that came with it."""
    if request.content_type == "multipart/form-data":
        return await _read_form(request)
    data = await request.read()
    return (json.loads(data) if data else {}), []


async def _read_form(request: web.Request) -> tuple[Any, list[File]]:
    body: Any = {}
    files: dict[str, File] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        elif part.name and part.name.startswith("files["):
            name = part.filename or "unnamed"
            files[part.name[6:-1]] = File(name, data, _kind(name))
    return body, [_described(file, number, body) for number, file in files.items()]


def _described(file: File, number: str, body: Any) -> File:
    """The file as `attachments` tells of it: [{id: 0, filename, duration_secs…}]."""
    told = body.get("attachments") or (body.get("data") or {}).get("attachments") or []
    for one in told:
        if str(one.get("id")) == number:
            name = one.get("filename", file.name)
            return File(name, file.data, _kind(name), one.get("duration_secs"))
    return file


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def serve_file(state: State, request: web.Request) -> web.Response:
    """What cdn.discordapp.com and media.discordapp.net answer."""
    file = state.files.get(request.path)
    if file is None:
        return web.Response(status=404, text="This content is no longer available.")
    kind = {"Content-Type": file.content_type}
    return web.Response(body=file.data, headers=kind)
