"""A mail server, and what the tests of accounts share."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from groups.actions.outgoing_mail import send_waiting

PASSWORD = "a pass phrase"


class Postbox:
    """What comes to the mail server."""

    def __init__(self) -> None:
        self.handler = Handler()

    @property
    def messages(self) -> list[Message]:
        """What has come, after a worker sent all that waited."""
        send_waiting()
        return self.handler.taken


class Handler:
    """Takes what is sent. aiosmtpd reads all its attributes in a thread of its own: none may ask the database."""

    def __init__(self) -> None:
        self.taken: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keeps one message."""
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A real SMTP server on this machine, to which the site's mail goes."""
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:  # the controller cannot ask for a free port itself
        port = probe.getsockname()[1]
    server = Controller(box.handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    server.stop()
