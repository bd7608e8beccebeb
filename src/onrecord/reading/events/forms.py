"""From a word as it stands to the forms that it may be one of: "denied" to "deny"."""

from __future__ import annotations

from functools import lru_cache

_LONGEST = 40
"""Letters of a word that has forms."""
_IRREGULAR = dict(
    pair.split("=")
    for pair in """
    said=say says=say told=tell met=meet held=hold left=leave made=make gave=give given=give went=go gone=go came=come
    took=take taken=take sent=send spoke=speak spoken=speak fought=fight shot=shoot beat=beat began=begin begun=begin
    broke=break broken=break brought=bring bought=buy caught=catch chose=choose chosen=choose fled=flee flew=fly
    forbade=forbid forbidden=forbid forgot=forget forgotten=forget froze=freeze frozen=freeze got=get hid=hide
    hit=hit kept=keep knew=know known=know laid=lay led=lead lent=lend let=let lost=lose meant=mean paid=pay put=put
    quit=quit read=read ran=run saw=see seen=see sought=seek sold=sell set=set shook=shake shaken=shake
    stole=steal stolen=steal stood=stand struck=strike swore=swear sworn=swear taught=teach thought=think threw=throw
    thrown=throw understood=understand withdrew=withdraw withdrawn=withdraw won=win wrote=write written=write
    talks=talk hosted=host was=be were=be is=be are=be been=be being=be has=have had=have did=do does=do done=do
    underwent=undergo undertook=undertake undertaken=undertake held=hold spent=spend built=build felt=feel found=find
    """.split()
)


def bases(word: str) -> frozenset[str]:
    """The forms that a word in lower case may be one of, itself among them: by its ending, or as it is irregular.

    >>> sorted(bases("denied"))
    ['deni', 'denie', 'denied', 'deny']
    """
    return _bases(word) if len(word) <= _LONGEST else frozenset({word})


@lru_cache(maxsize=4096)
def _bases(word: str) -> frozenset[str]:
    found = {word, _IRREGULAR.get(word, word)}
    for ending in ("s", "es", "d", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        found.add(stem)
        if ending in {"ing", "ed"}:
            found.add(stem + "e")
            if len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
        if ending in {"es", "ed"} and stem.endswith("i"):
            found.add(stem[:-1] + "y")
    return frozenset(found)
