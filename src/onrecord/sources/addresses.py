"""Which addresses of the Internet Protocol are public: the guard of everything that is not on the open web.

A URL is often a stranger's: it stands on a page, in a feed, in a form. Without this guard it could make onrecord read
what only this machine or its network may read: a router's page, a cloud's credentials, a database. The address is
looked at after name resolution, as a name, a decimal number ("http://2130706433/") or a redirect may all lead there.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that is routed on the open web, RFC 4291
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address seen through a translator, RFC 6052
_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))  # 6to4 and Teredo lead to the IPv4 address inside


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the open web.

    Not private, loopback, link-local, shared by a carrier (100.64.0.0/10), multicast, reserved or unspecified; and
    no IPv6 form that leads to such an IPv4 address.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if any(address in tunnel for tunnel in _TUNNELS):
        return False
    # The IPv4-mapped and -compatible forms, site-local and multicast addresses all lie outside of global unicast.
    return address in _GLOBAL_UNICAST and address.is_global


async def resolve(host: str, *, port: int) -> list[IPv4Address | IPv6Address]:
    """The addresses of a host, in the order in which the system wants them tried; at least one.

    Raises OSError (socket.gaierror) where there is no such host, and UnicodeError where no name is formed like this.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | OSError | UnicodeError) -> None:
        if answer.cancelled():
            return
        if isinstance(found, OSError | UnicodeError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def ask() -> None:
        found: list[str] | OSError | UnicodeError
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = [str(entry[4][0]) for entry in entries]
        except (OSError, UnicodeError) as error:
            found = error
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(settle, found)

    # getaddrinfo takes no timeout and may hang for minutes; a thread that nobody waits for any more does no harm.
    threading.Thread(target=ask, daemon=True).start()
    return [ip_address(text) for text in dict.fromkeys(await answer)]
