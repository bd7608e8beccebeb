"""The command line: one short file a command, and here what they share: the group and its exit codes.

0    everything was read
1    a page, or more than one, could not be read; the others were printed
2    the command line cannot be followed
130  interrupted
141  whoever read the output has gone (`| head`)
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

import click

from onrecord._core import __version__
from onrecord.cli.collect import collect
from onrecord.cli.diff import diff
from onrecord.cli.events import events
from onrecord.cli.export import export
from onrecord.cli.failures import failures
from onrecord.cli.read import read
from onrecord.cli.said import said
from onrecord.cli.search import search
from onrecord.cli.serve import serve
from onrecord.cli.show import show
from onrecord.cli.terminal import note
from onrecord.cli.upkeep import check, reindex
from onrecord.cli.verify import verify
from onrecord.errors import OnRecordError


class Program(click.Group):
    """A group of commands that fails as a Unix tool does: one line on stderr, an exit code, no traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which one needs them, not in that of the alphabet."""
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        if not extra.pop("standalone_mode", True):
            return super().main(*args, **extra | {"standalone_mode": False})
        try:
            code = super().main(*args, **extra | {"standalone_mode": False})
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "onrecord"
            note(f"{error.format_message()} (see {command} --help)")
            code = error.exit_code
        except click.ClickException as error:
            note(error.format_message())
            code = error.exit_code
        except OnRecordError as error:
            note(str(error))
            code = 1
        except click.Abort:
            code = 130
        sys.exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except OSError as error:
            # what is still in the buffer would raise once more when Python flushes it on its way out
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                return 141
            note(str(error))
            return 1
        return code


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="onrecord read --help has examples.",
)
@click.version_option(__version__, message="onrecord %(version)s")
@click.pass_context
def main(ctx: click.Context) -> int:
    """The news, on record: a news page goes in, its record comes out, each field with its evidence."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        return 2
    return 0  # the command's own exit code takes its place


for command in (read, collect, search, said, events, show, diff, serve, export, failures, check, verify, reindex):
    main.add_command(command)
