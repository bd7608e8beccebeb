"""One part of the input, one batch of the output: on this machine's cores."""

from __future__ import annotations

from onrecord.executors.local import run
from onrecord.executors.work import Asked, Shard, Work, work

__all__ = ["Asked", "Shard", "Work", "run", "work"]
