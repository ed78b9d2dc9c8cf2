"""The outbox: mails are stored with the data that caused them and sent by a worker."""

from __future__ import annotations

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import click
from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import select, update

from app.extensions import clock, db
from app.models import Mail
from config import Settings

RETRY_AFTER = timedelta(minutes=2)
"""How long a worker has for one mail before another may try it again."""

MOST_TRIES = 12
"""After these, spread over two days, the mail is left for a person to look at."""

LONGEST_PAUSE = timedelta(hours=12)
"""Between two tries; pauses double until then. A mail server may be away for a day."""

SMTP_TIMEOUT = 20
"""Seconds."""


def enqueue(recipient: str, template: str, language: str, subject: str, **values: object) -> None:
    """Put a mail in the outbox; it commits with the caller's transaction.

    ``templates/mail/<template>.txt`` and ``.html`` are drawn in the recipient's language. The
    subject must be neutral: it shows on a lock screen. The demo shows the text in the terminal too.
    """
    with force_locale(language):
        text = render_template(f"mail/{template}.txt", language=language, **values)
        html = render_template(f"mail/{template}.html", language=language, **values)
    if current_app.config["SETTINGS"].demo:
        click.echo(f"\n--- {recipient} ---\n{text}\n---")
    now = clock.now()
    db.session.add(
        Mail(
            recipient=recipient,
            subject=subject,
            text=text,
            html=html,
            language=language,
            created_at=now,
            due_at=now,
        )
    )


def send_due(settings: Settings) -> int:
    """Send what is due, each mail claimed first so that several workers never send it twice.

    Returns how many were sent. A mail that the server refuses is tried again later; without a
    server all mails wait.
    """
    sent = 0
    if not settings.mail_host:
        return sent
    while (mail := _claim()) is not None:
        if _deliver(settings, mail):
            sent += 1
    return sent


def _claim() -> Mail | None:
    now = clock.now()
    due = (
        select(Mail.id)
        .where(Mail.sent_at.is_(None), Mail.due_at <= now, Mail.tries < MOST_TRIES)
        .order_by(Mail.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail = db.session.scalar(
        update(Mail)
        .where(Mail.id == due.scalar_subquery())
        .values(tries=Mail.tries + 1, due_at=now + RETRY_AFTER)
        .returning(Mail)
    )
    db.session.commit()
    return mail


def _deliver(settings: Settings, mail: Mail) -> bool:
    message = _message(settings, mail)
    mail_id, tries = mail.id, mail.tries
    db.session.rollback()
    try:
        with _connect(settings) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as fault:
        current_app.logger.warning("mail %s was not sent: %s", mail_id, type(fault).__name__)
        pause = min(RETRY_AFTER * 2 ** (tries - 1), LONGEST_PAUSE)
        _note(mail_id, due_at=clock.now() + pause)
        return False
    _note(mail_id, sent_at=clock.now())
    return True


def _note(mail_id: int, **values: object) -> None:
    db.session.execute(update(Mail).where(Mail.id == mail_id).values(**values))
    db.session.commit()


def _message(settings: Settings, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = formatdate(clock.now().timestamp())
    message["Message-ID"] = make_msgid(str(mail.id), settings.mail_sender.split("@")[-1].strip(">"))
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def _connect(settings: Settings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if settings.mail_security == "tls":
        server = smtplib.SMTP_SSL(
            settings.mail_host, settings.mail_port, timeout=SMTP_TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=SMTP_TIMEOUT)
        if settings.mail_security == "starttls":
            server.starttls(context=context)
    if settings.mail_user:
        server.login(settings.mail_user, settings.mail_password)
    return server
