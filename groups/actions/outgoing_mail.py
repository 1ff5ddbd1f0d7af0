"""Sending mail in the background: what is told is written with the act itself, so that neither is done alone."""

from datetime import datetime, timedelta
from smtplib import SMTPException

import structlog
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from groups.models.mail import OutgoingMail
from wco_tracker.lib.text import FORBIDDEN

logger = structlog.get_logger(__name__)
LEASE = timedelta(minutes=10)  # in which nobody else tries the same message
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)  # a link that sets a password works no longer than that


def queue(message: EmailMultiAlternatives) -> None:
    """Writes a message to one address down; a worker sends it within seconds (CELERY_BEAT_SCHEDULE).

    It asks neither the mail server nor the broker, and so cannot fail or wait because one of them is away.
    """
    (to,) = message.to
    html = next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
    subject = FORBIDDEN.sub("", str(message.subject))
    OutgoingMail.objects.create(to=to, subject=subject, text=str(message.body), html=html)


def send_waiting(*, at: datetime | None = None) -> int:
    """Sends what is due, each message once however many workers do this; returns how many were sent.

    A failure ends the round: where the mail server is away, waiting for it once is enough.
    """
    now = at or timezone.now()
    sent = 0
    for mail in OutgoingMail.objects.filter(next_at__lte=now):
        mine = OutgoingMail.objects.filter(pk=mail.pk, next_at=mail.next_at)
        if mine.update(next_at=now + LEASE):
            if not _send(mail, now):
                break
            sent += 1
    return sent


def _send(mail: OutgoingMail, now: datetime) -> bool:
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to])
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except (
        SMTPException,
        OSError,
        ValueError,
    ) as error:  # ValueError: an address or a subject that no mail can have
        logger.warning("mail_not_sent", mail=mail.pk, attempts=mail.attempts + 1, error=str(error))
        _try_later(mail, now, str(error))
        return False
    mail.delete()
    return True


def _try_later(mail: OutgoingMail, now: datetime, error: str) -> None:
    if now - mail.created_at > GIVE_UP_AFTER:
        logger.error("mail_given_up", to=mail.to, subject=mail.subject)
        mail.delete()
        return
    mail.attempts += 1
    mail.next_at = now + min(timedelta(minutes=2**mail.attempts), LONGEST_WAIT)
    mail.error = error[:500]
    mail.save(update_fields=["attempts", "next_at", "error"])
