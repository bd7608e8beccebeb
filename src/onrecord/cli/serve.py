"""`onrecord serve`: an archive shown in a browser."""

from __future__ import annotations

import errno
import ipaddress
import socket
from pathlib import Path

import click

from onrecord.archive import Archive
from onrecord.cli import terminal
from onrecord.cli.places import DEFAULT


@click.command(short_help="Show an archive in a browser.")
@click.argument("archive", metavar="[FILE]", default=DEFAULT, envvar="ONRECORD_ARCHIVE")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address at which it can be asked.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8_000, show_default=True, help="0 takes a free one.")
@click.option(
    "--name",
    "names",
    metavar="HOST",
    multiple=True,
    help="A name by which others ask for it, beside this machine's and any address; may be given again.",
)
def serve(archive: str, host: str, port: int, names: tuple[str, ...]) -> None:
    """Show the archive in FILE (news.db, or what ONRECORD_ARCHIVE names) as pages for a browser, until interrupted.

    Nothing can be changed through it. Only this machine can ask, unless --host says otherwise; there is no password.

    \b
    Examples:
      onrecord serve
      onrecord serve news.db --port 8080
    """
    from onrecord.web import serving  # a tenth of a second, which no other command should wait for

    with Archive(archive) as opened:
        opened.count()  # what is wrong with it is better said now than on a page
    with _listening(host, port) as at:
        if not _is_loopback(host):
            terminal.note(f"everybody who can reach {host} can read the archive; there is no password (see --name too)")
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"http://{shown}:{at.getsockname()[1]}/  shows {archive}; Ctrl-C ends it")
        serving.serve(Path(archive), at, hosts=(*names, host))


def _listening(host: str, port: int) -> socket.socket:
    """The socket at which it can be asked, or why there can be none."""
    from onrecord.web import serving

    try:
        return serving.listening(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(f"port {port} is in use; end what uses it, or give another by --port") from error
        if error.errno in (errno.EACCES, errno.EPERM):
            raise click.ClickException(f"port {port} may not be used; give one above 1023 by --port") from error
        what = str(error.strerror).partition(" (")[0]
        raise click.ClickException(f"{host} is no address of this machine ({what}); see --host") from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
